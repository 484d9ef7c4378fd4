import { setTimeout as pause } from 'node:timers/promises';
import { BenchFailed } from '../part.js';

const askEveryMs = 10;
const patienceMs = 60_000;

/** Asks until the count is reached. @returns the count at last. @throws BenchFailed when it has not grown for a minute */
export async function untilCount(what: string, count: () => Promise<number>, wanted: number): Promise<number> {
  let last = 0;
  let progressed = performance.now();
  for (;;) {
    const now = await count();
    if (now >= wanted) return now;
    if (now !== last) progressed = performance.now();
    last = now;
    if (performance.now() - progressed > patienceMs)
      throw new BenchFailed(`No progress until ${what}: ${String(now)} of ${String(wanted)}`);
    await pause(askEveryMs);
  }
}
