/**
 * Milliseconds to wait before attempt `attempt` + 1: exponential, capped, with up to half of it taken off by chance,
 * so that processes which failed together don't come back together.
 */
export function backoff(attempt: number, { firstMs, capMs }: { readonly firstMs: number; readonly capMs: number }): number {
  const full = Math.min(capMs, firstMs * 2 ** Math.min(attempt, 30));
  return full * (1 - Math.random() / 2);
}
