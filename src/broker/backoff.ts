const SHORTEST_MS = 100;

/** Milliseconds; also how long a session must have lasted to count as healthy. */
export const LONGEST_PAUSE_MS = 10_000;

/**
 * Milliseconds to wait after so many failures in a row: doubling from 0.1 s to 10 s, of which half is chance,
 * or all processes that lost one broker would come back to it as one herd.
 */
export function backoff(failures: number, random: () => number = Math.random): number {
  const full = Math.min(LONGEST_PAUSE_MS, SHORTEST_MS * 2 ** failures);
  return full * (0.5 + random() / 2);
}
