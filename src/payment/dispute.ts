import type { Money } from '../kernel/money.js';
import type { GatewayReference } from './operation.js';

/**
 * What a customer's bank has taken back of a capture. Every report of a dispute tells all of it: its decision may come before its
 * opening, and has to do for both.
 */
export type DisputeClaim = {
  /** The gateway's own name of the dispute. */
  readonly reference: GatewayReference;
  readonly capture: GatewayReference;
  readonly amount: Money;
  /** What the gateway took for itself with it. */
  readonly fee: Money;
};

/** What the gateway tells of a dispute once money has moved by it. `feeReturned` is what of its fee came back. */
export type DisputeReport =
  | { readonly type: 'DisputeOpened'; readonly claim: DisputeClaim }
  | { readonly type: 'DisputeWon'; readonly claim: DisputeClaim; readonly feeReturned: Money }
  | { readonly type: 'DisputeLost'; readonly claim: DisputeClaim };

/** A dispute that the books know. A lost one can still be won, by an appeal; what was won stays won. */
export type Dispute = {
  readonly reference: GatewayReference;
  readonly standing: 'opened' | 'won' | 'lost';
  readonly amount: Money;
  readonly fee: Money;
  readonly feeReturned: Money;
  /** Whether a payout was less by it, and whether one was more by it again. */
  readonly deducted: boolean;
  readonly returned: boolean;
};
