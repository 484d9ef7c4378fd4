import type { Currency } from '../kernel/currency.js';
import type { GatewayReference } from '../payment/operation.js';

/**
 * `dispute`: an issuer took a capture back, or gave it back again. `fee`: what the gateway takes for itself and not off a
 * line. `adjustment`: all else, which people have to explain.
 */
export type SettlementCategory = 'capture' | 'refund' | 'refund_failure' | 'dispute' | 'fee' | 'adjustment';

/** One line of a payout. Amounts are minor units, and negative where money goes back to the customer. */
export type SettlementLine = {
  /** The gateway's own name of the line, which a second reading finds again. */
  readonly lineId: string;
  readonly payoutId: string;
  /** What was captured or refunded, or the capture that is disputed; null where the line is of no payment's. */
  readonly reference: GatewayReference | null;
  readonly category: SettlementCategory;
  readonly gross: bigint;
  readonly fee: bigint;
  /** `gross` less `fee`, as the gateway reckons it. */
  readonly net: bigint;
  readonly currency: Currency;
  readonly availableOn: Date;
};
