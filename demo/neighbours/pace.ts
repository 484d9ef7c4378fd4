/** What the pace needs to know and to do. */
export type Placing = {
  /** Orders to place in all; null for no end. */
  readonly orders: number | null;
  /** Orders a second. */
  readonly rate: number;
  readonly place: () => void;
  readonly placed: () => number;
  /** Orders whose next command the service owes. */
  readonly owed: () => number;
};

const tickMs = 20;

/**
 * Places orders at a steady rate. While the service owes half a second's worth of answers it waits: a customer who is not served
 * doesn't come again, and answers later than a timer would be told apart from lost ones by nobody.
 */
export function startPlacing({ orders, rate, place, placed, owed }: Placing): { hold(): void } {
  const mostOwed = Math.max(20, rate / 2);
  const budgetAtMost = Math.max(1, (rate * 5 * tickMs) / 1_000);
  let budget = 1;
  let last = performance.now();
  const timer = setInterval(() => {
    const now = performance.now();
    budget = Math.min(budgetAtMost, budget + (rate * (now - last)) / 1_000);
    last = now;
    for (; budget >= 1 && owed() < mostOwed && placed() !== orders; budget -= 1) place();
    if (placed() === orders) clearInterval(timer);
  }, tickMs);
  return {
    hold: () => {
      clearInterval(timer);
    },
  };
}
