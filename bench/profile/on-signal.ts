import { writeFile, rename } from 'node:fs/promises';
import { type Profiler, Session } from 'node:inspector/promises';

// Loaded into the service before its own code: the first SIGUSR2 begins a profile, the second writes it to BENCH_PROFILE.

const { BENCH_PROFILE: file = '' } = process.env;
const intervalUs = 500;
const session = new Session();

async function begin(): Promise<void> {
  session.connect();
  await session.post('Profiler.enable');
  await session.post('Profiler.setSamplingInterval', { interval: intervalUs });
  await session.post('Profiler.start');
}

async function end(): Promise<void> {
  const { profile }: Profiler.StopReturnType = await session.post('Profiler.stop');
  // Whoever waits for the file must never see half of it.
  await writeFile(`${file}.part`, JSON.stringify(profile));
  await rename(`${file}.part`, file);
}

process.once('SIGUSR2', () => {
  process.once('SIGUSR2', () => void end());
  void begin();
});
