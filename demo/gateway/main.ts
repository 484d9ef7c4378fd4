import { readFlags } from './flags.js';
import { type Settings, Simulator } from './simulator.js';

// A process of its own: it knows nothing of the service but where its webhooks go.

async function run(settings: Settings): Promise<void> {
  const simulator = new Simulator(settings);
  process.stdout.write(`The simulated payment gateway listens on ${await simulator.start()}\n`);
  let stopping = false;
  const stop = async (): Promise<void> => {
    if (stopping) return;
    stopping = true;
    await simulator.stop();
    // The line to whoever forked it keeps the process alive.
    if (process.connected) process.disconnect();
  };
  // The last one: whoever started it as a part of something bigger is gone.
  for (const event of ['SIGINT', 'SIGTERM', 'disconnect'] as const) process.on(event, () => void stop());
}

const asked = readFlags(process.argv.slice(2));
if ('help' in asked) {
  process.stdout.write(`${asked.help}\n`);
} else if ('wrong' in asked) {
  process.stderr.write(`${asked.wrong}\n`);
  process.exitCode = 2;
} else {
  try {
    await run(asked.run);
  } catch (error) {
    // A port in use, as a rule.
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  }
}
