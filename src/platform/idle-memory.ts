import { Session } from 'node:inspector/promises';
import { performance } from 'node:perf_hooks';
import type { Log } from './log.js';

const lookEveryMs = 2_000;
/** Of the time since the last look, what the event loop may have worked. */
const idleBelow = 0.05;
/** A collection is worth its pause when the heap takes this much more of the system's memory than the last one left it. */
const growth = 1.25;

/** What the process did since it was looked at last: its share of the time, and the bytes that its heap takes, in use or not. */
export type Look = { readonly busy: number; readonly heapBytes: number };

/**
 * Decides when an idle process collects its garbage: once after each busy time that took memory. V8 does it when it needs room, so a
 * process that nobody asks for anything any more would keep all the memory of its busiest time. One that always has a little to do is
 * left to V8: it would only be interrupted.
 */
export class IdleMemory {
  // The start is work as well.
  private wasBusy = true;
  private leftByLast = 0;

  isDue({ busy, heapBytes }: Look): boolean {
    if (busy >= idleBelow) this.wasBusy = true;
    return busy < idleBelow && this.wasBusy && heapBytes > this.leftByLast * growth;
  }

  /** @param heapBytes what the heap still takes */
  collected(heapBytes: number): void {
    this.wasBusy = false;
    this.leftByLast = heapBytes;
  }
}

/** From now on. A collection takes some 200 ms, in which an answer waits; so it is done only when nothing else goes on. */
export function returnMemoryWhenIdle(log: Log): void {
  const memory = new IdleMemory();
  let before = performance.eventLoopUtilization();
  const look = async (): Promise<void> => {
    const now = performance.eventLoopUtilization();
    const { utilization: busy } = performance.eventLoopUtilization(now, before);
    before = now;
    if (!memory.isDue({ busy, heapBytes: process.memoryUsage().heapTotal })) return;
    await collectGarbage();
    memory.collected(process.memoryUsage().heapTotal);
  };
  setInterval(() => {
    look().catch((error: unknown) => log.warn({ err: error }, 'an idle process could not give its memory back'));
  }, lookEveryMs).unref();
}

/** As DevTools does it: unlike `gc()` of `--expose-gc` it gives the pages back to the system as well. */
async function collectGarbage(): Promise<void> {
  const session = new Session();
  session.connect();
  try {
    await session.post('HeapProfiler.collectGarbage');
  } finally {
    session.disconnect();
  }
}
