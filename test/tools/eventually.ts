import { setTimeout as pause } from 'node:timers/promises';

const RETRY_AFTER_MS = 20;

/** Asks again while `check` throws, and gives what it returns; after `within` milliseconds (10 s by default) throws what it threw last. */
export async function eventually<T>(
  check: () => T | Promise<T>,
  { within = 10_000 }: { readonly within?: number } = {},
): Promise<T> {
  const deadline = performance.now() + within;
  for (;;) {
    try {
      return await check();
    } catch (error) {
      if (performance.now() > deadline) throw error;
    }
    await pause(RETRY_AFTER_MS);
  }
}
