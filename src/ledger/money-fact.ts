import type { OperationId, OrderId } from '../kernel/ids.js';
import type { Money } from '../kernel/money.js';

/** Where income stands: `deferred_revenue` until the capture that it came by is settled. */
export type Income = 'deferred_revenue' | 'revenue';

type OfOrder = {
  readonly orderId: OrderId;
  /**
   * The operation that the fact is of; a dispute has an id of its own. With the fact's type it names one posting: the same
   * fact of the same operation is never posted twice.
   */
  readonly operationId: OperationId;
  readonly amount: Money;
};

/**
 * What happened to money, with all that its postings need: they are made without knowing what was posted before. Amounts beside
 * `amount` are in minor units of its currency.
 */
export type MoneyFact = OrderFact | LineFact;

type OrderFact = OfOrder &
  (
    | { readonly type: 'Authorized'; readonly expiresAt: Date }
    /** `amount` is what was still held. `Expired` is of the operation that authorized. */
    | { readonly type: 'Voided'; readonly authorization: OperationId }
    | { readonly type: 'Expired' }
    /** `released` is what of the hold is given up with it: all that is left after a final capture, nothing else. */
    | { readonly type: 'Captured'; readonly authorization: OperationId; readonly released: bigint }
    /**
     * A payout line matched this capture. `amount` is before the fee. `earned` is what becomes revenue: all of it, but for
     * what was refunded out of deferred revenue before.
     */
    | { readonly type: 'Settled'; readonly fee: bigint; readonly earned: bigint }
    /** A payout was less by a refund or a dispute, or more by one that came back. */
    | { readonly type: 'DeductionSettled' }
    | { readonly type: 'ReturnSettled' }
    | { readonly type: 'RefundRequested'; readonly from: Income }
    | { readonly type: 'RefundConfirmed' }
    /** After it was confirmed: it is due again. */
    | { readonly type: 'RefundFailed' }
    | { readonly type: 'RefundAbandoned'; readonly to: Income }
    | { readonly type: 'DisputeOpened'; readonly fee: bigint }
    /** `fee` is what of the dispute's fee comes back; out of the losses where it had been lost before. */
    | { readonly type: 'DisputeWon'; readonly fee: bigint; readonly from: 'chargebacks' | 'chargeback_losses' }
    | { readonly type: 'DisputeLost' }
  );

/** Where what nobody can explain goes, once a person has said so. */
export const suspenseEnds = ['revenue', 'psp_fees', 'chargeback_losses'] as const;
export type SuspenseEnd = (typeof suspenseEnds)[number];

/** Of a payout line that belonged to nothing that we knew of when it came; it has an id of its own. `direction` is the line's. */
type LineFact = Omit<OfOrder, 'orderId'> & { readonly orderId: null; readonly direction: 'in' | 'out' } & (
    | { readonly type: 'LineUnexplained' }
    /** What it's about turned up later, and settles it: this takes it back. */
    | { readonly type: 'LineExplained' }
    /** A person has said what it's to count as. */
    | { readonly type: 'LineAdjusted'; readonly to: SuspenseEnd }
  );

export type MoneyFactType = MoneyFact['type'];
