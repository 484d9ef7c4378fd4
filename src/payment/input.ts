import type { OperationId, OrderId } from '../kernel/ids.js';
import type { Money } from '../kernel/money.js';
import type { DisputeReport } from './dispute.js';
import type { LookUp } from './look-up.js';
import type { GatewayReference, PaymentMethod } from './operation.js';
import type { Effect, Outcome } from './outcome.js';

/** What the order does. */
export type OrderMove =
  | {
      readonly type: 'OrderPlaced';
      readonly orderId: OrderId;
      readonly total: Money;
      readonly method: PaymentMethod | null;
    }
  | { readonly type: 'OrderCompleted' }
  | { readonly type: 'OrderCancelled' }
  | { readonly type: 'OrderFailed' };

/** What the gateway tells of its own accord; `operationId` is null where it doesn't say which operation made it. */
export type Report =
  | { readonly type: 'AuthorizationReported'; readonly operationId: OperationId | null; readonly effect: Effect }
  | { readonly type: 'ActionCompleted'; readonly operationId: OperationId }
  | { readonly type: 'CaptureReported'; readonly operationId: OperationId | null; readonly effect: Effect }
  | {
      readonly type: 'CaptureFailureReported';
      readonly operationId: OperationId;
      readonly decline: Extract<Outcome, { readonly kind: 'declined' }>;
    }
  /** An authorization holds nothing any more: somebody has voided it, or its time is over. */
  | { readonly type: 'VoidReported'; readonly authorization: GatewayReference; readonly how: 'voided' | 'expired' }
  | { readonly type: 'RefundReported'; readonly operationId: OperationId; readonly effect: Effect }
  | { readonly type: 'RefundFailureReported'; readonly operationId: OperationId }
  | DisputeReport;

/** The one thing that a payment waits for, with the authorize attempt that it was set in: an older attempt's is stale. */
export type Deadline = { readonly kind: 'method' | 'retry' | 'action' | 'expiry'; readonly attempt: number };

/** What an operator asks for; what can't be done is refused with a reason, and leaves no event. */
export type OperatorCommand =
  /** Null for all that can be captured, or refunded. */
  | { readonly type: 'CaptureRequested'; readonly amount: Money | null }
  | { readonly type: 'VoidRequested' }
  | { readonly type: 'RefundRequested'; readonly amount: Money | null }
  | { readonly type: 'RetryRequested' }
  | { readonly type: 'LookUpRequested' };

export type PaymentInput =
  | OrderMove
  | { readonly type: 'MethodGiven'; readonly method: PaymentMethod }
  /** What a call to the gateway came to. */
  | { readonly type: 'OperationAnswered'; readonly operationId: OperationId; readonly outcome: Outcome }
  /** `number` is that of the scheduled look-up; null for one that an operator asked for, which doesn't count. */
  | {
      readonly type: 'LookedUp';
      readonly operationId: OperationId;
      readonly number: number | null;
      readonly lookUp: LookUp;
    }
  | Report
  | { readonly type: 'DeadlineElapsed'; readonly deadline: Deadline }
  /** A payout line that reconciliation has matched with the capture. */
  | { readonly type: 'SettlementMatched'; readonly payout: string; readonly gross: Money; readonly fee: Money }
  /** A payout line that reconciliation has matched with a refund: `out` deducted it, `in` brought a failed one back. */
  | {
      readonly type: 'RefundSettlementMatched';
      readonly operationId: OperationId;
      readonly payout: string;
      readonly direction: 'out' | 'in';
      readonly amount: Money;
    }
  /** The same with a dispute. `amount` is without the fee that the line has beside it; neither is below zero. */
  | {
      readonly type: 'DisputeSettlementMatched';
      readonly payout: string;
      readonly direction: 'out' | 'in';
      readonly amount: Money;
      readonly fee: Money;
    }
  | OperatorCommand;

/** What comes from outside; the order's moves follow from the order's own events. */
export type PaymentNews = Exclude<PaymentInput, OrderMove>;

// What only the gateway says: the compiler asks for a new report.
const gatewaysWords: Readonly<Record<Report['type'] | 'OperationAnswered', true>> = {
  OperationAnswered: true,
  AuthorizationReported: true,
  ActionCompleted: true,
  CaptureReported: true,
  CaptureFailureReported: true,
  VoidReported: true,
  RefundReported: true,
  RefundFailureReported: true,
  DisputeOpened: true,
  DisputeWon: true,
  DisputeLost: true,
};

// Every other input by name: the compiler asks for a new one.
const news: Readonly<Record<PaymentNews['type'], true>> = {
  ...gatewaysWords,
  MethodGiven: true,
  LookedUp: true,
  DeadlineElapsed: true,
  SettlementMatched: true,
  RefundSettlementMatched: true,
  DisputeSettlementMatched: true,
  CaptureRequested: true,
  VoidRequested: true,
  RefundRequested: true,
  RetryRequested: true,
  LookUpRequested: true,
};

export const isPaymentNews = (input: { readonly type: string }): input is PaymentNews =>
  Object.hasOwn(news, input.type);

/** Told or answered by the gateway, and nobody waits to read what became of it: an operator does, who asked for a look-up. */
export const isGatewaysWord = (input: PaymentInput): boolean =>
  input.type === 'LookedUp' ? input.number !== null : Object.hasOwn(gatewaysWords, input.type);

export type InputType = PaymentInput['type'];

/** An input with what the rules may not make themselves: an id for the operation that it may start, and the time. */
export type Given<T extends PaymentInput = PaymentInput> = {
  readonly body: T;
  readonly operationId: OperationId;
  readonly at: Date;
};

export type InputOf<I extends InputType> = Extract<PaymentInput, { readonly type: I }>;
