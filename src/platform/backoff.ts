export type BackoffRange = { readonly firstMs: number; readonly capMs: number };

/**
 * Milliseconds to wait after so many failures in a row: doubling from the first to the cap, of which half is chance,
 * or all processes that lost one server would come back to it as one herd.
 * @param chance from 0 up to 1
 */
export function backoff(failures: number, { firstMs, capMs }: BackoffRange, chance: number): number {
  const full = Math.min(capMs, firstMs * 2 ** failures);
  return full * (0.5 + chance / 2);
}
