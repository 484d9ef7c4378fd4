import { hasUnknown, refundable } from './books.js';
import { orderEnded } from './conclude.js';
import type { PaymentEvent } from './event.js';
import { authorize, capture, type Fresh, refund, release } from './start.js';
import type { Authorized, Authorizing, Captured, Payment, PaymentState, Unauthorized } from './state.js';

type Events = readonly PaymentEvent[];

/**
 * What a payment does next to get where its order wants it: to be authorized while the order is placed, captured when it
 * completes, and to hold and owe nothing when it's cancelled or fails. Nothing while something isn't known, and nothing
 * while people look at it.
 */
export function pursue(state: PaymentState, fresh: Fresh): Events {
  if (state.stage === 'None' || state.stage === 'NotNeeded') return [];
  // Nothing is held, so there is nothing to review either.
  if (state.stage === 'Unauthorized' && orderEnded(state)) return [{ type: 'PaymentEnded', end: 'voided' }];
  if (state.review !== null || hasUnknown(state)) return [];
  return nextStep(state, fresh);
}

function nextStep(state: Payment, fresh: Fresh): Events {
  switch (state.stage) {
    case 'Unauthorized':
      return authorizeNow(state, fresh);
    case 'Authorizing':
      return abandonAction(state, fresh);
    case 'Authorized':
      return useAuthorization(state, fresh);
    case 'Captured':
      return giveBack(state, fresh);
    case 'Ended':
      return state.order === 'Completed'
        ? [{ type: 'ReviewRequired', review: { reason: 'NothingToCapture', operationId: null } }]
        : [];
    default:
      return [];
  }
}

const authorizeNow = (state: Unauthorized, fresh: Fresh): Events =>
  state.waitsFor === 'nothing' && state.method !== null ? [authorize(state, state.method, fresh, state.declines)] : [];

/** Of a dead order, the customer needn't be waited for. */
const abandonAction = (state: Authorizing, fresh: Fresh): Events =>
  orderEnded(state) && state.work.action !== null && state.work.reference !== null
    ? [release(state, state.work.reference, 'voided', fresh)]
    : [];

function useAuthorization(state: Authorized, fresh: Fresh): Events {
  const { authorization, total, order } = state;
  if (authorization.amount.minor < total.minor) return [release(state, authorization.reference, 'declined', fresh)];
  if (orderEnded(state)) return [release(state, authorization.reference, 'voided', fresh)];
  return order === 'Completed' ? [capture(state, authorization, authorization.amount, fresh)] : [];
}

/** A refund that has failed waits for an operator: by itself it would fail for ever. */
function giveBack(state: Captured, fresh: Fresh): Events {
  const owed = refundable(state);
  const hasFailed = state.refunds.some(({ standing }) => standing === 'failed');
  if (!orderEnded(state) || owed === 0n || hasFailed) return [];
  return [refund(state, { minor: owed, currency: state.capture.amount.currency }, fresh)];
}
