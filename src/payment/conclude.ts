import { assertNever } from '../kernel/assert-never.js';
import { type Money, sameMoney } from '../kernel/money.js';
import { worksOf } from './books.js';
import type { FailureReason, PaymentEvent } from './event.js';
import type { OperationKind } from './operation.js';
import type { Effect, Outcome, RejectionCode } from './outcome.js';
import type { PaymentPolicy } from './policy.js';
import { capture, type Fresh, refund, release } from './start.js';
import type { AfterRelease, AnyWork, Payment, ReviewReason } from './state.js';

type Events = readonly PaymentEvent[];
type OutcomeOf<K extends Outcome['kind']> = Extract<Outcome, { readonly kind: K }>;

/** No money may be taken for it any more. */
export const orderEnded = ({ order }: Payment): boolean => order === 'Cancelled' || order === 'Failed';

/** What an operation's outcome comes to. */
export function conclude(state: Payment, work: AnyWork, outcome: Outcome, fresh: Fresh, policy: PaymentPolicy): Events {
  switch (outcome.kind) {
    case 'ok':
      return succeed(state, work, outcome.effect);
    case 'pending':
      return [pending(work, outcome)];
    case 'unknown':
      return unknown(work, outcome.cause);
    case 'not_attempted':
      return resendOrGiveUp(state, work, fresh, policy);
    case 'declined':
      return decline(state, work, outcome, fresh, policy);
    case 'rejected':
      return reject(state, work, outcome.code, policy);
    default:
      return assertNever(outcome);
  }
}

/** Only an authorization has its customer at hand; what else is pending is looked up. */
function pending({ operation: { operationId, kind } }: AnyWork, outcome: OutcomeOf<'pending'>): PaymentEvent {
  const { reference, action } = outcome;
  return { type: 'OperationPending', operationId, reference, action: kind === 'authorize' ? action : null };
}

function unknown({ operation: { operationId } }: AnyWork, cause: string, reference: string | null = null): Events {
  return [{ type: 'OutcomeUnknown', operationId, cause, reference }];
}

/** Nothing is booked of an amount that nobody asked for: it stays as unknown as before, until people have looked. */
function differs(work: AnyWork, reference: string): Events {
  const { operationId } = work.operation;
  return [
    ...unknown(work, 'amount_differs', reference),
    { type: 'ReviewRequired', review: { reason: 'AmountDiffers', operationId } },
  ];
}

/** The gateway says that it is done. The amount that it echoes has to be the one that was sent. */
export function succeed(state: Payment, work: AnyWork, effect: Effect): Events {
  const { operation } = work;
  const { operationId } = operation;
  switch (operation.kind) {
    case 'authorize':
      return granted(work, operation.amount, effect);
    case 'capture':
      return sameMoney(operation.amount, effect.amount)
        ? [{ type: 'CaptureMade', operationId, effect }]
        : differs(work, effect.reference);
    case 'void':
      return released(state, 'voided');
    case 'refund':
      return sameMoney(operation.amount, effect.amount)
        ? [{ type: 'RefundMade', operationId, effect }]
        : differs(work, effect.reference);
    default:
      return assertNever(operation);
  }
}

function granted(work: AnyWork, asked: Money, effect: Effect): Events {
  const { operationId } = work.operation;
  const { minor, currency } = effect.amount;
  if (currency !== asked.currency || minor > asked.minor) return differs(work, effect.reference);
  // A prepaid card may hold less than was asked for; half an order can't be delivered, so that is a decline.
  const type = minor < asked.minor ? 'AuthorizationFellShort' : 'AuthorizationGranted';
  return [{ type, operationId, effect }];
}

function nextOf(state: Payment): AfterRelease {
  const next = state.stage === 'Voiding' ? state.next : 'voided';
  return next === 'renewal' && orderEnded(state) ? 'voided' : next;
}

/** The hold is gone, by our void or by somebody else's. */
export function released(state: Payment, how: 'voided' | 'expired'): Events {
  const held = 'authorization' in state ? state.authorization : null;
  const reference = held?.reference ?? ('work' in state ? state.work.reference : null);
  const granted = state.stage !== 'Voiding' || state.granted;
  const amount = granted && held !== null ? held.amount : null;
  return [{ type: 'AuthorizationReleased', reference, amount, how, next: nextOf(state) }];
}

/** A new hold needs the method that the old one came from: one that only a report told of has none. */
export const mayRenew = ({ renewals, method }: Payment, { maxRenewals }: PaymentPolicy): boolean =>
  renewals < maxRenewals && method !== null;

/** The hold has ended before it was used: once more with a new one, if that is still wanted. */
export function lapsed(state: Payment, policy: PaymentPolicy): Events {
  if (orderEnded(state) || state.stage === 'Voiding') return released(state, 'expired');
  const next = mayRenew(state, policy) ? 'renewal' : 'expired';
  return released(state, 'expired').map((event) =>
    event.type === 'AuthorizationReleased' ? { ...event, next } : event,
  );
}

function resendOrGiveUp(state: Payment, work: AnyWork, { at }: Fresh, policy: PaymentPolicy): Events {
  // An earlier try may have arrived after all: that this one hasn't proves nothing of it.
  if (work.lookUps > 0) return unknown(work, 'not_attempted');
  const afterMs = policy.unreachedRetryDelaysMs[work.resent];
  if (afterMs === undefined) return giveUp(state, work, 'not_attempted', 'GatewayUnreachable');
  return [{ type: 'OperationResent', operationId: work.operation.operationId, at, afterMs }];
}

function decline(
  state: Payment,
  work: AnyWork,
  outcome: OutcomeOf<'declined'>,
  fresh: Fresh,
  policy: PaymentPolicy,
): Events {
  const { code, gatewayCode } = outcome;
  const { operationId, kind } = work.operation;
  // `other_method` is hard as well: nobody is at the checkout any more who could name another one.
  const afterMs = outcome.retry === 'later' ? policy.declineRetryDelaysMs[work.declines] : undefined;
  if (kind === 'authorize')
    return [{ type: 'AuthorizationDeclined', operationId, code, gatewayCode, final: afterMs === undefined }];
  if (afterMs === undefined || mustWait(state, work))
    return giveUp(state, work, code, kind === 'void' ? 'VoidFailed' : 'CaptureFailed');
  return [failure(work, code), ...again(state, work, fresh, { afterMs, declines: work.declines + 1 })];
}

/** Nothing new may begin: people look at it, something else isn't known, or nobody wants the money any more. */
const mustWait = (state: Payment, work: AnyWork): boolean =>
  state.review !== null ||
  worksOf(state).some((other) => other !== work && other.standing === 'unknown') ||
  (work.operation.kind === 'capture' && orderEnded(state));

/** A new attempt, under a new id, at what was declined for now. */
function again(
  state: Payment,
  { operation }: AnyWork,
  fresh: Fresh,
  patience: { readonly afterMs: number; readonly declines: number },
): Events {
  if (state.stage === 'Capturing' && operation.kind === 'capture')
    return [capture(state, state.authorization, operation.amount, fresh, patience)];
  if (state.stage === 'Voiding' && operation.kind === 'void')
    return [release(state, operation.authorization, state.next, fresh, patience)];
  if (state.stage === 'Captured' && operation.kind === 'refund')
    return [refund(state, operation.amount, fresh, operation.operationId, patience)];
  return [];
}

function failure({ operation: { operationId, kind } }: AnyWork, reason: FailureReason): PaymentEvent {
  return kind === 'refund'
    ? { type: 'RefundFailed', operationId, reason }
    : { type: 'OperationFailed', operationId, reason };
}

/** It has no effect and won't be tried again by itself. What isn't wanted any more needs nobody's eyes. */
export function giveUp(state: Payment, work: AnyWork, reason: FailureReason, review: ReviewReason): Events {
  const { operationId, kind } = work.operation;
  const failed = failure(work, reason);
  const unwanted = orderEnded(state) && (kind === 'authorize' || kind === 'capture');
  // A failed refund has a status of its own, which asks for eyes as well.
  if (unwanted || kind === 'refund') return [failed];
  return [failed, { type: 'ReviewRequired', review: { reason: review, operationId } }];
}

/** What a rejection says of the authorization or capture that the operation was meant for. */
type Meaning = 'look it up' | 'voided' | 'expired' | 'failed';

const meanings: Readonly<Record<OperationKind, Partial<Readonly<Record<RejectionCode, Meaning>>>>> = {
  authorize: {},
  capture: { already_captured: 'look it up', already_voided: 'voided', expired: 'expired' },
  // A void that comes too late is the sign to refund instead, once the look-up has told what was captured.
  void: { already_captured: 'look it up', already_voided: 'voided', expired: 'expired' },
  refund: { already_refunded: 'look it up' },
};

/** What the gateway has never said that it holds may have been declined meanwhile: then there is nothing to void. */
const holdsNothing = (state: Payment, code: RejectionCode): boolean =>
  state.stage === 'Voiding' && !state.granted && code === 'unknown_reference';

function reject(state: Payment, work: AnyWork, code: RejectionCode, policy: PaymentPolicy): Events {
  const meaning = holdsNothing(state, code) ? 'voided' : (meanings[work.operation.kind][code] ?? 'failed');
  switch (meaning) {
    case 'look it up':
      return unknown(work, code);
    case 'voided':
      return released(state, 'voided');
    case 'expired':
      return lapsed(state, policy);
    case 'failed':
      return giveUp(state, work, code, 'OperationRejected');
    default:
      return assertNever(meaning);
  }
}
