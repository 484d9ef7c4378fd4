import { type Answer, facts, ignored } from './answer.js';
import { workOf } from './books.js';
import { conclude, lapsed, released, succeed } from './conclude.js';
import type { PaymentEvent } from './event.js';
import type { Given, InputOf, InputType } from './input.js';
import type { OperationId } from '../kernel/ids.js';
import { sameMoney } from '../kernel/money.js';
import type { Effect } from './outcome.js';
import type { PaymentPolicy } from './policy.js';
import type { Authorizing, Captured, Ended, Payment, ReviewReason, Unauthorized } from './state.js';

type G<I extends InputType> = Given<InputOf<I>>;

const review = (reason: ReviewReason): PaymentEvent => ({
  type: 'ReviewRequired',
  review: { reason, operationId: null },
});

/** An authorization that a payment has got, or had, or has never heard of. */
export function authorizationReported(
  state: Payment,
  { body: { operationId, effect } }: G<'AuthorizationReported'>,
): Answer {
  if (state.released.includes(effect.reference)) return ignored('AlreadyReleased');
  switch (state.stage) {
    case 'Authorizing':
      return operationId === null || operationId === state.work.operation.operationId
        ? facts(...succeed(state, state.work, effect))
        : facts(review('UnexpectedAuthorization'));
    case 'Unauthorized':
    case 'Ended':
      return orphan(state, operationId, effect);
    case 'Captured':
      return ignored('AlreadyCaptured');
    default:
      return state.authorization.reference === effect.reference
        ? ignored('AlreadyAuthorized')
        : facts(review('UnexpectedAuthorization'));
  }
}

/** Held after all, though it counted as declined or never made. What the order wants of it, `pursue` says: often a void. */
function orphan({ total }: Unauthorized | Ended, operationId: OperationId | null, effect: Effect): Answer {
  const { minor, currency } = effect.amount;
  if (currency !== total.currency || minor > total.minor) return facts(review('UnexpectedAuthorization'));
  return facts({
    type: minor < total.minor ? 'AuthorizationFellShort' : 'AuthorizationGranted',
    ...{ operationId, effect },
  });
}

export function actionCompleted(state: Authorizing, { body: { operationId } }: G<'ActionCompleted'>): Answer {
  if (state.work.action === null) return ignored('NoActionRequired');
  return operationId === state.work.operation.operationId
    ? facts({ type: 'ActionCompleted', operationId })
    : ignored('OperationNotUnderWay');
}

/** Money that was taken counts, whoever asked for it and in whatever stage: from here on it can only be refunded. */
export function captureFound(state: Payment, operationId: OperationId | null, effect: Effect): readonly PaymentEvent[] {
  const limit = 'authorization' in state ? state.authorization.amount : state.total;
  const { minor, currency } = effect.amount;
  const possible = currency === limit.currency && minor > 0n && minor <= limit.minor;
  return possible ? [{ type: 'CaptureMade', operationId, effect }] : [review('UnexpectedCapture')];
}

export function captureReported(state: Payment, { body: { operationId, effect } }: G<'CaptureReported'>): Answer {
  if (state.stage === 'Captured') return secondCapture(state, effect);
  if (state.stage !== 'Capturing') return facts(...captureFound(state, operationId, effect));
  return facts(...succeed(state, state.work, effect));
}

function secondCapture({ capture: { reference, amount } }: Captured, effect: Effect): Answer {
  const same = reference === effect.reference && amount.minor === effect.amount.minor;
  return same ? ignored('AlreadyCaptured') : facts(review('UnexpectedCapture'));
}

export function captureFailureReported(
  state: Payment,
  given: G<'CaptureFailureReported'>,
  policy: PaymentPolicy,
): Answer {
  const { operationId, decline } = given.body;
  const work = state.stage === 'Capturing' ? workOf(state, operationId) : undefined;
  if (work !== undefined) return facts(...conclude(state, work, decline, given, policy));
  return state.stage === 'Captured' && state.capture.operationId === operationId
    ? facts({ type: 'ReviewRequired', review: { reason: 'CaptureFailed', operationId } })
    : ignored('OperationNotUnderWay');
}

export function voidReported(
  state: Payment,
  { body: { authorization, how } }: G<'VoidReported'>,
  policy: PaymentPolicy,
): Answer {
  if (state.stage === 'Captured') return ignored('AlreadyCaptured');
  const reference = 'authorization' in state ? state.authorization.reference : workReference(state);
  if (reference !== authorization)
    return ignored(state.released.includes(authorization) ? 'AlreadyReleased' : 'NothingHeld');
  // A capture on its way tells by itself whether it came first.
  if (state.stage === 'Capturing' && state.work.standing !== 'unknown') return ignored('CaptureUnderWay');
  return facts(...(how === 'expired' ? lapsed(state, policy) : released(state, how)));
}

const workReference = (state: Payment): string | null => (state.stage === 'Authorizing' ? state.work.reference : null);

export function refundReported(state: Captured, given: G<'RefundReported'>): Answer {
  const { operationId, effect } = given.body;
  const work = workOf(state, operationId);
  return work === undefined ? refundRest(state, operationId) : facts(...succeed(state, work, effect));
}

/** A failure is the later word: no success that is told after it undoes it. */
function refundRest({ refunds }: Captured, operationId: OperationId): Answer {
  const refund = refunds.find(({ operation }) => operation.operationId === operationId);
  if (refund === undefined) return ignored('OperationNotUnderWay');
  return ignored(refund.standing === 'failed' ? 'RefundAlreadyFailed' : 'AlreadyRefunded');
}

/** Also days after it succeeded: then the money is ours again, and owed to the customer once more. */
export function refundFailureReported(state: Captured, { body: { operationId } }: G<'RefundFailureReported'>): Answer {
  const refund = state.refunds.find(({ operation }) => operation.operationId === operationId);
  if (refund === undefined) return ignored('OperationNotUnderWay');
  if (refund.standing === 'failed') return ignored('RefundAlreadyFailed');
  return facts({ type: 'RefundFailed', operationId, reason: 'failed_later' });
}

/** Only a payout line makes it settled, never a timer. One of another amount is for reconciliation to explain. */
export function settlementMatched(state: Captured, { body: { payout, gross, fee } }: G<'SettlementMatched'>): Answer {
  if (state.settled) return ignored('AlreadySettled');
  const { minor, currency } = state.capture.amount;
  return gross.minor === minor && gross.currency === currency
    ? facts({ type: 'PaymentSettled', payout, gross, fee })
    : ignored('SettlementDiffers');
}

/** Each refund comes off one payout at most, and back in one at most. */
export function refundSettlementMatched(
  { refunds }: Captured,
  { body: { operationId, payout, direction, amount } }: G<'RefundSettlementMatched'>,
): Answer {
  const refund = refunds.find(({ operation }) => operation.operationId === operationId);
  if (refund === undefined) return ignored('UnknownRefund');
  if (refund.payout !== (direction === 'out' ? 'untouched' : 'deducted')) return ignored('AlreadySettled');
  return sameMoney(refund.operation.amount, amount)
    ? facts({ type: 'RefundSettled', operationId, payout, direction, amount })
    : ignored('SettlementDiffers');
}
