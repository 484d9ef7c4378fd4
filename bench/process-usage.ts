import { readFile } from 'node:fs/promises';

export type Usage = {
  /** Of all threads, in user and system mode, since the process began. */
  readonly cpuMs: number;
  /** The same of the thread that runs JavaScript. */
  readonly mainThreadCpuMs: number;
  readonly residentBytes: number;
};

// USER_HZ: what Linux shows to programs, on every architecture.
const ticksPerSecond = 100;

/** What a process has used, from /proc: Linux only. */
export async function usageOf(pid: number): Promise<Usage> {
  const folder = `/proc/${String(pid)}`;
  const status = await readFile(`${folder}/status`, 'utf8');
  const [, kilobytes] = /^VmRSS:\s+(\d+) kB$/m.exec(status) ?? [];
  return {
    cpuMs: await cpuMs(`${folder}/stat`),
    mainThreadCpuMs: await cpuMs(`${folder}/task/${String(pid)}/stat`),
    residentBytes: Number(kilobytes) * 1_024,
  };
}

async function cpuMs(file: string): Promise<number> {
  const stat = await readFile(file, 'utf8');
  // The name of the program, in brackets, may hold blanks.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return ((Number(fields[11]) + Number(fields[12])) / ticksPerSecond) * 1_000;
}
