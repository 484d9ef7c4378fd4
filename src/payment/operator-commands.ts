import type { Money } from '../kernel/money.js';
import { type Answer, facts, refused } from './answer.js';
import { hasUnknown, refundable, worksOf } from './books.js';
import { orderEnded } from './conclude.js';
import type { Refusal } from './decision.js';
import type { PaymentEvent } from './event.js';
import type { Given, InputOf } from './input.js';
import { capture, type Fresh, refund, release } from './start.js';
import type { Authorizing, Captured, Payment } from './state.js';

/** A person who acts has looked. */
const reviewed = (state: Payment): readonly PaymentEvent[] => (state.review === null ? [] : [{ type: 'ReviewEnded' }]);

const standingInTheWay: Readonly<Record<Payment['stage'], Refusal>> = {
  Unauthorized: 'NotAuthorized',
  Authorizing: 'AuthorizationUnderWay',
  Authorized: 'NothingCaptured',
  Capturing: 'CaptureUnderWay',
  Voiding: 'VoidUnderWay',
  Captured: 'AlreadyCaptured',
  Ended: 'AlreadyEnded',
};

function faultOf(amount: Money, limit: bigint, { currency }: Money, tooMuch: Refusal): Refusal | null {
  if (amount.currency !== currency) return 'CurrencyDiffers';
  if (amount.minor <= 0n) return 'AmountNotPositive';
  return amount.minor > limit ? tooMuch : null;
}

export function requestCapture(state: Payment, given: Given<InputOf<'CaptureRequested'>>): Answer {
  if (hasUnknown(state)) return refused('OutcomeUnknown');
  if (state.stage !== 'Authorized') return refused(standingInTheWay[state.stage]);
  if (orderEnded(state)) return refused('OrderEnded');
  const { authorization } = state;
  const amount = given.body.amount ?? authorization.amount;
  const fault = faultOf(amount, authorization.amount.minor, authorization.amount, 'MoreThanAuthorized');
  return fault === null ? facts(...reviewed(state), capture(state, authorization, amount, given)) : refused(fault);
}

/** Where the customer still has to act, or where the gateway authorized something else, there may be a hold to let go. */
const holdOf = ({ review, work }: Authorizing): string | null =>
  work.action !== null || review?.reason === 'AmountDiffers' ? work.reference : null;

export function requestVoid(state: Payment, given: Given<InputOf<'VoidRequested'>>): Answer {
  if (state.stage === 'Authorizing') {
    const hold = holdOf(state);
    if (hold !== null) return facts(...reviewed(state), release(state, hold, 'voided', given));
  }
  if (hasUnknown(state)) return refused('OutcomeUnknown');
  if (state.stage === 'Authorized')
    return facts(...reviewed(state), release(state, state.authorization.reference, 'voided', given));
  return refused(standingInTheWay[state.stage]);
}

export function requestRefund(state: Payment, given: Given<InputOf<'RefundRequested'>>): Answer {
  if (hasUnknown(state)) return refused('OutcomeUnknown');
  if (state.stage !== 'Captured') return refused('NothingCaptured');
  const left = refundable(state);
  if (given.body.amount === null && left === 0n) return refused('MoreThanRefundable');
  const amount = given.body.amount ?? { minor: left, currency: state.capture.amount.currency };
  const fault = faultOf(amount, left, state.capture.amount, 'MoreThanRefundable');
  return fault === null ? facts(...reviewed(state), refund(state, amount, given)) : refused(fault);
}

/** Does once more what failed. What only stopped for the review, `pursue` takes up again. */
export function requestRetry(state: Payment, given: Given<InputOf<'RetryRequested'>>): Answer {
  if (hasUnknown(state)) return refused('OutcomeUnknown');
  if (state.review !== null) return facts({ type: 'ReviewEnded' }, ...redo(state, given));
  return state.stage === 'Captured' ? retryRefund(state, given) : refused('NothingToRetry');
}

function redo(state: Payment, fresh: Fresh): readonly PaymentEvent[] {
  switch (state.stage) {
    case 'Unauthorized':
      return state.waitsFor === 'retry' ? [{ type: 'RetryDue' }] : [];
    case 'Voiding':
      return state.work.standing === 'failed' ? [release(state, state.authorization.reference, state.next, fresh)] : [];
    case 'Ended':
      return state.order === 'Completed'
        ? [{ type: 'PaymentReopened', waitsFor: state.method === null ? 'method' : 'nothing' }]
        : [];
    default:
      return [];
  }
}

function retryRefund(state: Captured, fresh: Fresh): Answer {
  const failed = state.refunds.find(({ standing }) => standing === 'failed');
  if (failed === undefined) return refused('NothingToRetry');
  const { amount, operationId } = failed.operation;
  return amount.minor > refundable(state) + (failed.cameBack ? amount.minor : 0n)
    ? refused('MoreThanRefundable')
    : facts(refund(state, amount, fresh, operationId));
}

export const requestLookUp = (state: Payment): Answer =>
  worksOf(state).some(({ standing }) => standing !== 'asked')
    ? facts({ type: 'LookUpAsked' })
    : refused('NothingToLookUp');
