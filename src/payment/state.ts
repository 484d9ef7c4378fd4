import type { Currency } from '../kernel/currency.js';
import type { OperationId, OrderId } from '../kernel/ids.js';
import type { Money } from '../kernel/money.js';
import type { Dispute, DisputeReport } from './dispute.js';
import type { GatewayReference, Operation, OperationKind, PaymentMethod } from './operation.js';

/** How far the order is, as far as its payment minds. */
export type OrderStanding = 'Placed' | 'Completed' | 'Cancelled' | 'Failed';

export type ReviewReason =
  /** The gateway answered with another amount or currency than it was asked for. */
  | 'AmountDiffers'
  | 'LookUpsExhausted'
  | 'GatewayUnreachable'
  | 'OperationRejected'
  | 'CaptureFailed'
  | 'VoidFailed'
  /** The order is complete, and there is no authorization to take its money from. */
  | 'NothingToCapture'
  /** A second authorization or capture, which no operation of ours explains. */
  | 'UnexpectedAuthorization'
  | 'UnexpectedCapture'
  /** One more than the books have room for, or of another capture or amount than theirs. */
  | 'UnexpectedDispute';

/** Why people have to look at a payment. Until they have, it starts nothing by itself. */
export type Review = { readonly reason: ReviewReason; readonly operationId: OperationId | null };

export type OperationOf<K extends OperationKind> = Extract<Operation, { readonly kind: K }>;

/** An operation with what is known of it. */
export type Work<K extends OperationKind> = {
  readonly operation: OperationOf<K>;
  /** When it was first sent: its id can be sent again for a limited time only. */
  readonly startedAt: Date;
  /** When it was last sent: until the gateway's processing delay is over since, `not found` proves nothing. */
  readonly sentAt: Date;
  /** How often it was sent again under the same id, because it hadn't reached the gateway. */
  readonly resent: number;
  /** Soft declines that this operation follows on. */
  readonly declines: number;
  readonly standing: 'asked' | 'pending' | 'unknown' | 'failed';
  /** Of what it makes, once the gateway has named it. */
  readonly reference: GatewayReference | null;
  /** Where the customer must go first. */
  readonly action: string | null;
  /** How many scheduled look-ups have told nothing. */
  readonly lookUps: number;
};

/** Of its own kind since it outlives its success: a refund that succeeded may still fail. */
export type Refund = Omit<Work<'refund'>, 'standing'> & {
  readonly standing: Work<'refund'>['standing'] | 'succeeded';
  /** It had succeeded before it failed: the money came back, and is still owed. */
  readonly cameBack: boolean;
  /** Whether a payout was less by it, and another more by it after it had failed. */
  readonly payout: 'untouched' | 'deducted' | 'returned';
};

export type AnyWork = { readonly [K in OperationKind]: Work<K> }[OperationKind] | Refund;

export type Authorization = {
  readonly reference: GatewayReference;
  /** Null where no operation of ours is known to have made it. */
  readonly operationId: OperationId | null;
  readonly amount: Money;
  readonly captureBefore: Date | null;
};
export type Capture = {
  readonly reference: GatewayReference;
  readonly amount: Money;
  /** Null where no operation of ours made it. */
  readonly operationId: OperationId | null;
};

export type End = 'voided' | 'declined' | 'expired';
/** What follows when an authorization is gone: the end, or a new one. */
export type AfterRelease = End | 'renewal';

type Terms = {
  readonly orderId: OrderId;
  readonly order: OrderStanding;
  readonly total: Money;
  readonly method: PaymentMethod | null;
  /** Operations started so far, by kind. */
  readonly attempts: Readonly<Record<OperationKind, number>>;
  readonly renewals: number;
  /** Authorizations that hold nothing any more: a late report of one is no news. */
  readonly released: readonly GatewayReference[];
  readonly review: Review | null;
  /** Told before we knew of the capture that it's of. */
  readonly earlyDispute?: DisputeReport;
};

export type NoPayment = { readonly stage: 'None' };
/**
 * The order has no total, or one of zero; a later event may still name one, as long as the order hasn't ended. It's paid with the
 * checkout's method then.
 */
export type NotNeeded = {
  readonly stage: 'NotNeeded';
  readonly ended: boolean;
  /** Null where the checkout named none. */
  readonly method: PaymentMethod | null;
  /** Of the zero total. Null in what was stored before it was kept. */
  readonly currency: Currency | null;
};
export type Unauthorized = Terms & {
  readonly stage: 'Unauthorized';
  readonly waitsFor: 'method' | 'retry' | 'nothing';
  readonly declines: number;
};
export type Authorizing = Terms & { readonly stage: 'Authorizing'; readonly work: Work<'authorize'> };
export type Authorized = Terms & { readonly stage: 'Authorized'; readonly authorization: Authorization };
export type Capturing = Terms & {
  readonly stage: 'Capturing';
  readonly authorization: Authorization;
  readonly work: Work<'capture'>;
};
export type Voiding = Terms & {
  readonly stage: 'Voiding';
  readonly authorization: Authorization;
  readonly work: Work<'void'>;
  /** Whether the gateway had said that it holds anything: it hasn't while the customer still has to act. */
  readonly granted: boolean;
  readonly next: AfterRelease;
};
/** From the capture on, which can't be undone: what follows are new movements of money. */
export type Captured = Terms & {
  readonly stage: 'Captured';
  readonly authorization: Authorization;
  readonly capture: Capture;
  readonly refunds: readonly Refund[];
  readonly settled: boolean;
  readonly dispute: Dispute | null;
};
export type Ended = Terms & { readonly stage: 'Ended'; readonly end: End };

/** A payment of an order that has one. */
export type Payment = Unauthorized | Authorizing | Authorized | Capturing | Voiding | Captured | Ended;
export type PaymentState = NoPayment | NotNeeded | Payment;
export type StageName = PaymentState['stage'];

export const noPayment: NoPayment = { stage: 'None' };
