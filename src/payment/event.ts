import type { Currency } from '../kernel/currency.js';
import type { OperationId, OrderId } from '../kernel/ids.js';
import type { Money } from '../kernel/money.js';
import type { DisputeClaim, DisputeReport } from './dispute.js';
import type { InputType } from './input.js';
import type { GatewayReference, OperationKind, PaymentMethod } from './operation.js';
import type { DeclineCode, Effect, RejectionCode } from './outcome.js';
import type { AfterRelease, End, OperationOf, OrderStanding, Review } from './state.js';

/** Why an input changed nothing. */
export type IgnoredReason =
  | 'NoPayment'
  | 'PaymentNotNeeded'
  | 'AlreadyPlaced'
  | 'OrderAlreadyEnded'
  | 'MethodNotNeeded'
  | 'OperationNotUnderWay'
  | 'AwaitsLookUp'
  /** A call told nothing of an operation that the gateway has acknowledged before. */
  | 'AlreadyPending'
  | 'CaptureUnderWay'
  | 'LookUpOutOfDate'
  | 'NothingToLookUp'
  | 'NothingFound'
  | 'AlreadyAuthorized'
  | 'AlreadyReleased'
  | 'NoActionRequired'
  | 'AlreadyCaptured'
  | 'NothingCaptured'
  | 'NothingHeld'
  | 'AlreadyRefunded'
  | 'RefundAlreadyFailed'
  | 'AlreadyDisputed'
  | 'DisputeAlreadyDecided'
  | 'NotDisputed'
  | 'AlreadySettled'
  | 'SettlementDiffers'
  | 'UnknownRefund'
  | 'StaleDeadline';

export type Start<K extends OperationKind> = {
  readonly operation: OperationOf<K>;
  readonly at: Date;
  /** Milliseconds before it is first sent. */
  readonly afterMs: number;
  readonly declines: number;
};

/** Why an operation came to nothing, without doubt. */
export type FailureReason = DeclineCode | RejectionCode | 'not_attempted' | 'not_found' | 'failed_later';

/** The facts of a payment's life. */
export type PaymentEvent =
  /** Both are kept for a total that comes later; null where they were stored before that, or no method was named. */
  | {
      readonly type: 'PaymentNotNeeded';
      readonly method: PaymentMethod | null;
      readonly currency: Currency | null;
    }
  | {
      readonly type: 'PaymentRequested';
      readonly orderId: OrderId;
      readonly total: Money;
      readonly method: PaymentMethod | null;
    }
  | { readonly type: 'OrderMoved'; readonly to: OrderStanding }
  | { readonly type: 'MethodGiven'; readonly method: PaymentMethod }
  | { readonly type: 'RetryDue' }
  | ({ readonly type: 'AuthorizeStarted' } & Start<'authorize'>)
  | ({ readonly type: 'CaptureStarted' } & Start<'capture'>)
  | ({ readonly type: 'VoidStarted'; readonly next: AfterRelease } & Start<'void'>)
  /** The amount is reserved from here on. `inPlaceOf` is the failed refund that it tries again. */
  | ({ readonly type: 'RefundStarted'; readonly inPlaceOf: OperationId | null } & Start<'refund'>)
  /** The same bytes under the same id once more. */
  | {
      readonly type: 'OperationResent';
      readonly operationId: OperationId;
      readonly at: Date;
      readonly afterMs: number;
    }
  | {
      readonly type: 'OperationPending';
      readonly operationId: OperationId;
      readonly reference: GatewayReference | null;
      readonly action: string | null;
    }
  | { readonly type: 'ActionCompleted'; readonly operationId: OperationId }
  | {
      readonly type: 'OutcomeUnknown';
      readonly operationId: OperationId;
      readonly cause: string;
      readonly reference: GatewayReference | null;
    }
  /** A scheduled look-up told nothing. */
  | { readonly type: 'LookUpInVain'; readonly operationId: OperationId }
  | { readonly type: 'LookUpAsked' }
  | { readonly type: 'AuthorizationGranted'; readonly operationId: OperationId | null; readonly effect: Effect }
  /** Less than the total was authorized: taken for a decline, and given back. */
  | { readonly type: 'AuthorizationFellShort'; readonly operationId: OperationId | null; readonly effect: Effect }
  | {
      readonly type: 'AuthorizationDeclined';
      readonly operationId: OperationId;
      readonly code: DeclineCode;
      readonly gatewayCode: string;
      readonly final: boolean;
    }
  /** It has no effect, and never will. */
  | { readonly type: 'OperationFailed'; readonly operationId: OperationId; readonly reason: FailureReason }
  | {
      readonly type: 'AuthorizationReleased';
      readonly reference: GatewayReference | null;
      /** What it held; null where the gateway never said that it held anything. */
      readonly amount: Money | null;
      readonly how: 'voided' | 'expired';
      readonly next: AfterRelease;
    }
  | { readonly type: 'CaptureMade'; readonly operationId: OperationId | null; readonly effect: Effect }
  | { readonly type: 'RefundMade'; readonly operationId: OperationId; readonly effect: Effect }
  | { readonly type: 'RefundFailed'; readonly operationId: OperationId; readonly reason: FailureReason }
  /** Kept until the capture that it's of is known. */
  | { readonly type: 'DisputeReportedEarly'; readonly report: DisputeReport }
  | { readonly type: 'DisputeOpened'; readonly claim: DisputeClaim }
  | { readonly type: 'DisputeWon'; readonly feeReturned: Money }
  | { readonly type: 'DisputeLost' }
  | { readonly type: 'PaymentSettled'; readonly payout: string; readonly gross: Money; readonly fee: Money }
  | {
      readonly type: 'RefundSettled';
      readonly operationId: OperationId;
      readonly payout: string;
      readonly direction: 'out' | 'in';
      readonly amount: Money;
    }
  /** `amount` is without the fee. */
  | {
      readonly type: 'DisputeSettled';
      readonly payout: string;
      readonly direction: 'out' | 'in';
      readonly amount: Money;
      readonly fee: Money;
    }
  | { readonly type: 'PaymentEnded'; readonly end: End }
  | { readonly type: 'PaymentReopened'; readonly waitsFor: 'method' | 'nothing' }
  | { readonly type: 'ReviewRequired'; readonly review: Review }
  | { readonly type: 'ReviewEnded' }
  | { readonly type: 'InputIgnored'; readonly input: InputType; readonly reason: IgnoredReason };

export type EventType = PaymentEvent['type'];
export type EventOf<E extends EventType> = Extract<PaymentEvent, { readonly type: E }>;
