import type { OperationId } from '../kernel/ids.js';
import type { Dispute } from './dispute.js';
import type { EventOf, EventType, PaymentEvent, Start } from './event.js';
import type { OperationKind } from './operation.js';
import type { Effect } from './outcome.js';
import {
  type AnyWork,
  type Authorization,
  type Captured,
  type Capturing,
  type Ended,
  type Payment,
  type PaymentState,
  type Refund,
  type StageName,
  type Unauthorized,
  type Voiding,
  type Work,
} from './state.js';

/** A stored history that `decide` can't have written. */
export class CorruptPaymentHistory extends Error {
  readonly code = 'PAYMENT.CORRUPT_HISTORY';
  constructor(event: EventType, stage: StageName) {
    super(`A ${event} can't follow the stage ${stage}`);
  }
}

export function payment(state: PaymentState, event: PaymentEvent): Payment {
  if (state.stage === 'None' || state.stage === 'NotNeeded') throw new CorruptPaymentHistory(event.type, state.stage);
  return state;
}

export function captured(state: PaymentState, event: PaymentEvent): Captured {
  if (state.stage !== 'Captured') throw new CorruptPaymentHistory(event.type, state.stage);
  return state;
}

/** What every stage has; the stage's own is left behind. */
export const termsOf = (payment: Payment) => {
  const { orderId, order, total, method, attempts, renewals, released, review, earlyDispute } = payment;
  return {
    ...{ orderId, order, total, method, attempts, renewals, released, review },
    ...(earlyDispute === undefined ? {} : { earlyDispute }),
  };
};

/** The same, with one more attempt of the kind. */
export const startedOf = (state: Payment, { operation }: Start<OperationKind>) => ({
  ...termsOf(state),
  attempts: { ...state.attempts, [operation.kind]: operation.attempt },
});

export const later = (at: Date, ms: number): Date => new Date(at.getTime() + ms);

export const begun = <K extends OperationKind>({ operation, at, afterMs, declines }: Start<K>): Work<K> => ({
  operation,
  startedAt: at,
  sentAt: later(at, afterMs),
  resent: 0,
  declines,
  standing: 'asked',
  reference: null,
  action: null,
  lookUps: 0,
});

type Change = Partial<Omit<Work<OperationKind>, 'operation'>>;
type Changing = PaymentEvent & { readonly operationId: OperationId };

/** The same payment with a change in one of its operations. */
export function changeWork(state: PaymentState, event: Changing, change: (work: AnyWork) => Change): Payment {
  const before = payment(state, event);
  switch (before.stage) {
    case 'Authorizing':
      return { ...before, work: { ...before.work, ...change(before.work) } };
    case 'Capturing':
      return { ...before, work: { ...before.work, ...change(before.work) } };
    case 'Voiding':
      return { ...before, work: { ...before.work, ...change(before.work) } };
    case 'Captured':
      return changeRefund(before, event, change);
    default:
      throw new CorruptPaymentHistory(event.type, before.stage);
  }
}

export const changeRefund = (
  state: Captured,
  { operationId }: Changing,
  change: (refund: Refund) => Partial<Omit<Refund, 'operation'>>,
): Captured => ({
  ...state,
  refunds: state.refunds.map((refund) =>
    refund.operation.operationId === operationId ? { ...refund, ...change(refund) } : refund,
  ),
});

export const unauthorized = (state: Payment, waitsFor: Unauthorized['waitsFor'], declines: number): Unauthorized => ({
  ...termsOf(state),
  stage: 'Unauthorized',
  waitsFor,
  declines,
});

export const ended = (state: Payment, end: Ended['end']): Ended => ({ ...termsOf(state), stage: 'Ended', end });

export const held = (operationId: OperationId | null, { reference, amount, captureBefore }: Effect): Authorization => ({
  ...{ reference, operationId, amount },
  captureBefore: captureBefore ?? null,
});

/** The hold that a payment stands on; one that the gateway never told us of is as large as what was asked. */
function authorizationOf(state: Payment, reference: string): Authorization {
  return 'authorization' in state
    ? state.authorization
    : { reference, operationId: null, amount: state.total, captureBefore: null };
}

export function startVoid(state: PaymentState, event: EventOf<'VoidStarted'>): Voiding {
  const before = payment(state, event);
  const { authorization: reference } = event.operation;
  const granted = before.stage === 'Voiding' ? before.granted : before.stage !== 'Authorizing';
  return {
    ...startedOf(before, event),
    stage: 'Voiding',
    authorization: authorizationOf(before, reference),
    work: begun(event),
    granted,
    next: event.next,
  };
}

export function startRefund(state: PaymentState, event: EventOf<'RefundStarted'>): Captured {
  const before = captured(state, event);
  const kept = before.refunds.filter(({ operation }) => operation.operationId !== event.inPlaceOf);
  return {
    ...before,
    ...startedOf(before, event),
    refunds: [...kept, { ...begun(event), cameBack: false, payout: 'untouched' }],
  };
}

export function release(state: PaymentState, event: EventOf<'AuthorizationReleased'>): Payment {
  const before = payment(state, event);
  const released = event.reference === null ? before.released : [...before.released, event.reference];
  return event.next === 'renewal'
    ? { ...unauthorized(before, 'nothing', 0), released, renewals: before.renewals + 1 }
    : { ...ended(before, event.next), released };
}

export function makeCapture(state: PaymentState, event: EventOf<'CaptureMade'>): Captured {
  const before = payment(state, event);
  const { reference, amount } = event.effect;
  return {
    ...termsOf(before),
    stage: 'Captured',
    authorization: authorizationOf(before, reference),
    capture: { reference, amount, operationId: event.operationId },
    refunds: [],
    settled: false,
    dispute: null,
  };
}

/** An operation that came to nothing leaves the payment where it was before, but a void: its hold still has to go. */
export function fail(state: PaymentState, event: EventOf<'OperationFailed'>): Payment {
  const before = payment(state, event);
  switch (before.stage) {
    case 'Authorizing':
      return unauthorized(before, 'retry', before.work.declines);
    case 'Capturing':
      return { ...termsOf(before), stage: 'Authorized', authorization: before.authorization };
    default:
      return changeWork(before, event, () => ({ standing: 'failed' }));
  }
}

export function decline(state: PaymentState, event: EventOf<'AuthorizationDeclined'>): Payment {
  const before = payment(state, event);
  if (before.stage !== 'Authorizing') throw new CorruptPaymentHistory(event.type, before.stage);
  return event.final ? ended(before, 'declined') : unauthorized(before, 'retry', before.work.declines + 1);
}

export function request({ orderId, total, method }: EventOf<'PaymentRequested'>): Unauthorized {
  return {
    stage: 'Unauthorized',
    waitsFor: method === null ? 'method' : 'nothing',
    declines: 0,
    ...{ orderId, order: 'Placed', total, method },
    attempts: { authorize: 0, capture: 0, void: 0, refund: 0 },
    ...{ renewals: 0, released: [], review: null },
  };
}

export function retry(state: PaymentState, event: EventOf<'RetryDue'>): Unauthorized {
  if (state.stage !== 'Unauthorized') throw new CorruptPaymentHistory(event.type, state.stage);
  return { ...state, waitsFor: 'nothing' };
}

export function startCapture(state: PaymentState, event: EventOf<'CaptureStarted'>): Capturing {
  const before = payment(state, event);
  if (before.stage !== 'Authorized') throw new CorruptPaymentHistory(event.type, before.stage);
  const { authorization } = before;
  return { ...startedOf(before, event), stage: 'Capturing', authorization, work: begun(event) };
}

const withoutEarlyDispute = ({ earlyDispute: _told, ...rest }: Captured): Captured => rest;

/** It comes after its capture, so that nothing early waits any more. */
export function openDispute(state: PaymentState, event: EventOf<'DisputeOpened'>): Captured {
  const before = withoutEarlyDispute(captured(state, event));
  const { reference, amount, fee } = event.claim;
  const feeReturned = { ...fee, minor: 0n };
  const dispute: Dispute = {
    reference,
    standing: 'opened',
    amount,
    fee,
    feeReturned,
    deducted: false,
    returned: false,
  };
  return { ...before, dispute };
}

export function changeDispute(state: PaymentState, event: PaymentEvent, change: Partial<Dispute>): Captured {
  const before = captured(state, event);
  if (before.dispute === null) throw new CorruptPaymentHistory(event.type, before.stage);
  return { ...before, dispute: { ...before.dispute, ...change } };
}
