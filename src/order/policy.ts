import type { Currency } from '../kernel/currency.js';

/** The settings that the rules read. */
export type Policy = {
  /** PlaceOrder attempts before the order fails; at least 1. */
  readonly maxAttempts: number;
  /** Milliseconds until an unanswered PlaceOrder falls due. */
  readonly retryTimeoutMs: number;
  /** Milliseconds that an early event waits for its checkout. */
  readonly checkoutWaitMs: number;
  /** Currency of a total that nobody has told us: commands then carry zero of it. */
  readonly currency: Currency;
};
