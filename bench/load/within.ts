import { setTimeout as pause } from 'node:timers/promises';
import { BenchFailed } from '../part.js';

/** The work's result, or a failure when it takes longer: a lost command would be waited for without end. @throws BenchFailed */
export async function within<T>(ms: number, what: string, work: Promise<T>): Promise<T> {
  const patience = new AbortController();
  const late = pause(ms, null, { signal: patience.signal }).then(() => {
    throw new BenchFailed(`Not within ${String(ms / 1_000)} s: ${what}`);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    late.catch(() => undefined);
    patience.abort();
  }
}
