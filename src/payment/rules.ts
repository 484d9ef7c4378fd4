import { type Answer, ignored, refused } from './answer.js';
import { deadlineElapsed } from './deadlines.js';
import type { Refusal } from './decision.js';
import { disputeReported, disputeSettlementMatched } from './disputes.js';
import type { IgnoredReason } from './event.js';
import { answered, lookedUp } from './gateway-answers.js';
import type { Given, InputOf, InputType } from './input.js';
import { requestCapture, requestLookUp, requestRefund, requestRetry, requestVoid } from './operator-commands.js';
import { giveMethod, move, moveWithoutPayment, place, placeLater } from './order-moves.js';
import type { PaymentPolicy } from './policy.js';
import {
  actionCompleted,
  authorizationReported,
  captureFailureReported,
  captureReported,
  refundFailureReported,
  refundReported,
  refundSettlementMatched,
  settlementMatched,
  voidReported,
} from './reports.js';
import type {
  Authorized,
  Authorizing,
  Captured,
  Capturing,
  Ended,
  NoPayment,
  NotNeeded,
  Payment,
  Unauthorized,
  Voiding,
} from './state.js';
import type { PaymentStatus } from './status.js';

/** The stages in which a payment can be under each status. */
type StateOf = {
  readonly None: NoPayment;
  readonly NotNeeded: NotNeeded;
  readonly RequiresMethod: Unauthorized;
  readonly RequiresAction: Authorizing;
  readonly Authorizing: Unauthorized | Authorizing;
  readonly Authorized: Authorized;
  readonly Capturing: Capturing;
  readonly PartiallyCaptured: Captured;
  readonly Captured: Captured;
  readonly Settled: Captured;
  readonly Voiding: Voiding;
  readonly Voided: Ended;
  readonly Refunding: Captured;
  readonly PartiallyRefunded: Captured;
  readonly Refunded: Captured;
  readonly RefundFailed: Captured;
  readonly Declined: Ended;
  readonly Expired: Ended;
  readonly Unknown: Authorizing | Capturing | Voiding | Captured;
  readonly Disputed: Captured;
  readonly NeedsReview: Payment;
};

type Rule<State, I extends InputType> = (state: State, given: Given<InputOf<I>>, policy: PaymentPolicy) => Answer;
type Row<State> = { readonly [I in InputType]: Rule<State, I> };
type Rules = { readonly [S in PaymentStatus]: Row<StateOf[S]> };

const ignore = (reason: IgnoredReason) => (): Answer => ignored(reason);
const refuse = (refusal: Refusal) => (): Answer => refused(refusal);

const afterCapture =
  <I extends InputType>(rule: Rule<Captured, I>): Rule<Payment, I> =>
  (state, given, policy) =>
    state.stage === 'Captured' ? rule(state, given, policy) : ignored('NothingCaptured');

const awaitingAction: Rule<Payment, 'ActionCompleted'> = (state, given) =>
  state.stage === 'Authorizing' ? actionCompleted(state, given) : ignored('NoActionRequired');

/** The order moves on whatever its payment is at. */
const orderMoves = {
  OrderPlaced: ignore('AlreadyPlaced'),
  OrderCompleted: move('Completed'),
  OrderCancelled: move('Cancelled'),
  OrderFailed: move('Failed'),
} as const;

/** Each of them looks at the stage itself, and refuses by name. */
const commands = {
  CaptureRequested: requestCapture,
  VoidRequested: requestVoid,
  RefundRequested: requestRefund,
  RetryRequested: requestRetry,
  LookUpRequested: requestLookUp,
} as const;

const nothingUnderWay = {
  OperationAnswered: ignore('OperationNotUnderWay'),
  LookedUp: ignore('NothingToLookUp'),
  ActionCompleted: ignore('NoActionRequired'),
  CaptureFailureReported: ignore('OperationNotUnderWay'),
} as const;

/** A report of it counts whenever it comes: it says by itself that there is a capture. */
const disputes = { DisputeOpened: disputeReported, DisputeWon: disputeReported, DisputeLost: disputeReported } as const;

/** Before the capture there is nothing to refund or to settle. */
const nothingCaptured = {
  RefundReported: ignore('NothingCaptured'),
  RefundFailureReported: ignore('NothingCaptured'),
  ...disputes,
  SettlementMatched: ignore('NothingCaptured'),
  RefundSettlementMatched: ignore('NothingCaptured'),
  DisputeSettlementMatched: ignore('NothingCaptured'),
} as const;

const withoutPayment = (reason: IgnoredReason & Refusal) =>
  ({
    OrderPlaced: ignore(reason),
    OrderCompleted: ignore(reason),
    OrderCancelled: ignore(reason),
    OrderFailed: ignore(reason),
    MethodGiven: ignore(reason),
    OperationAnswered: ignore(reason),
    LookedUp: ignore(reason),
    AuthorizationReported: ignore(reason),
    ActionCompleted: ignore(reason),
    CaptureReported: ignore(reason),
    CaptureFailureReported: ignore(reason),
    VoidReported: ignore(reason),
    RefundReported: ignore(reason),
    RefundFailureReported: ignore(reason),
    DisputeOpened: ignore(reason),
    DisputeWon: ignore(reason),
    DisputeLost: ignore(reason),
    SettlementMatched: ignore(reason),
    RefundSettlementMatched: ignore(reason),
    DisputeSettlementMatched: ignore(reason),
    DeadlineElapsed: ignore(reason),
    CaptureRequested: refuse(reason),
    VoidRequested: refuse(reason),
    RefundRequested: refuse(reason),
    RetryRequested: refuse(reason),
    LookUpRequested: refuse(reason),
  }) as const;

const unauthorized: Row<Unauthorized> = {
  ...orderMoves,
  MethodGiven: giveMethod,
  ...nothingUnderWay,
  AuthorizationReported: authorizationReported,
  CaptureReported: captureReported,
  VoidReported: voidReported,
  ...nothingCaptured,
  DeadlineElapsed: deadlineElapsed,
  ...commands,
};

const authorizing: Row<Unauthorized | Authorizing> = {
  ...orderMoves,
  MethodGiven: giveMethod,
  OperationAnswered: answered,
  LookedUp: lookedUp,
  AuthorizationReported: authorizationReported,
  ActionCompleted: awaitingAction,
  CaptureReported: captureReported,
  CaptureFailureReported: ignore('OperationNotUnderWay'),
  VoidReported: voidReported,
  ...nothingCaptured,
  DeadlineElapsed: deadlineElapsed,
  ...commands,
};

const authorized: Row<Authorized> = {
  ...orderMoves,
  MethodGiven: ignore('MethodNotNeeded'),
  ...nothingUnderWay,
  AuthorizationReported: authorizationReported,
  CaptureReported: captureReported,
  VoidReported: voidReported,
  ...nothingCaptured,
  DeadlineElapsed: deadlineElapsed,
  ...commands,
};

const capturingOrVoiding: Row<Capturing | Voiding> = {
  ...orderMoves,
  MethodGiven: ignore('MethodNotNeeded'),
  OperationAnswered: answered,
  LookedUp: lookedUp,
  AuthorizationReported: authorizationReported,
  ActionCompleted: ignore('NoActionRequired'),
  CaptureReported: captureReported,
  CaptureFailureReported: captureFailureReported,
  VoidReported: voidReported,
  ...nothingCaptured,
  DeadlineElapsed: ignore('StaleDeadline'),
  ...commands,
};

const captured: Row<Captured> = {
  ...orderMoves,
  MethodGiven: ignore('MethodNotNeeded'),
  OperationAnswered: answered,
  LookedUp: lookedUp,
  AuthorizationReported: ignore('AlreadyCaptured'),
  ActionCompleted: ignore('NoActionRequired'),
  CaptureReported: captureReported,
  CaptureFailureReported: captureFailureReported,
  VoidReported: ignore('AlreadyCaptured'),
  RefundReported: refundReported,
  RefundFailureReported: refundFailureReported,
  ...disputes,
  SettlementMatched: settlementMatched,
  RefundSettlementMatched: refundSettlementMatched,
  DisputeSettlementMatched: disputeSettlementMatched,
  DeadlineElapsed: ignore('StaleDeadline'),
  ...commands,
};

const ended: Row<Ended> = {
  ...orderMoves,
  MethodGiven: giveMethod,
  ...nothingUnderWay,
  AuthorizationReported: authorizationReported,
  CaptureReported: captureReported,
  VoidReported: voidReported,
  ...nothingCaptured,
  DeadlineElapsed: ignore('StaleDeadline'),
  ...commands,
};

/** What isn't known and what people look at can be in any stage: facts are taken as there, and nothing new begins. */
const held: Row<Payment> = {
  ...orderMoves,
  MethodGiven: giveMethod,
  OperationAnswered: answered,
  LookedUp: lookedUp,
  AuthorizationReported: authorizationReported,
  ActionCompleted: awaitingAction,
  CaptureReported: captureReported,
  CaptureFailureReported: captureFailureReported,
  VoidReported: voidReported,
  RefundReported: afterCapture(refundReported),
  RefundFailureReported: afterCapture(refundFailureReported),
  ...disputes,
  SettlementMatched: afterCapture(settlementMatched),
  RefundSettlementMatched: afterCapture(refundSettlementMatched),
  DisputeSettlementMatched: afterCapture(disputeSettlementMatched),
  DeadlineElapsed: ignore('StaleDeadline'),
  ...commands,
};

/** Every status answers every input by name: the compiler refuses a missing pair. docs/payment.md is printed from them. */
export const rules: Rules = {
  None: { ...withoutPayment('NoPayment'), OrderPlaced: place },
  NotNeeded: {
    ...withoutPayment('PaymentNotNeeded'),
    OrderPlaced: placeLater,
    OrderCompleted: moveWithoutPayment('Completed'),
    OrderCancelled: moveWithoutPayment('Cancelled'),
    OrderFailed: moveWithoutPayment('Failed'),
  },
  RequiresMethod: unauthorized,
  RequiresAction: authorizing,
  Authorizing: authorizing,
  Authorized: authorized,
  Capturing: capturingOrVoiding,
  PartiallyCaptured: captured,
  Captured: captured,
  Settled: captured,
  Voiding: capturingOrVoiding,
  Voided: ended,
  Refunding: captured,
  PartiallyRefunded: captured,
  Refunded: captured,
  RefundFailed: captured,
  Declined: ended,
  Expired: ended,
  Unknown: held,
  Disputed: captured,
  NeedsReview: held,
};
