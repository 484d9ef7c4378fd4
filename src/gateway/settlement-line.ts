import type { Currency } from '../kernel/currency.js';
import type { GatewayReference } from '../payment/operation.js';

/** One line of a payout. Amounts are minor units, and negative where money goes back to the customer. */
export type SettlementLine = {
  /** The gateway's own name of the line, which a second reading finds again. */
  readonly lineId: string;
  readonly payoutId: string;
  /** What was captured or refunded. */
  readonly reference: GatewayReference;
  readonly category: 'capture' | 'refund' | 'refund_failure' | 'other';
  readonly gross: bigint;
  readonly fee: bigint;
  /** `gross` less `fee`, as the gateway reckons it. */
  readonly net: bigint;
  readonly currency: Currency;
  readonly availableOn: Date;
};
