import { assertNever } from '../kernel/assert-never.js';
import type { Cause, Caused } from './cause.js';
import type { Details } from './details.js';
import type { OrderEvent } from './event.js';
import { noOrder, type OrderState, type Status } from './state.js';

type Known = Exclude<OrderState, { readonly status: 'None' | 'Awaiting' }>;
type Deferred = Extract<OrderEvent, { readonly type: 'InputDeferred' }>;

function defer(state: OrderState, event: Deferred, cause: Cause): OrderState {
  const before = state.status === 'Awaiting' ? state : { status: 'Awaiting' as const, waiting: [], expiries: 0 };
  return { ...before, waiting: [...before.waiting, { body: event.input, cause }] };
}

/** Only an order whose checkout has come can carry what `change` copies; any other history is corrupt. */
function change(state: OrderState, changes: Partial<Omit<Known, 'status'>>, status?: Known['status']): Known {
  if (state.status === 'None' || state.status === 'Awaiting') throw new CorruptHistory(state.status);
  return { ...state, ...changes, status: status ?? state.status };
}

function fill(state: OrderState, filled: Partial<Details>): OrderState {
  const before = change(state, {});
  return { ...before, details: { ...before.details, ...filled } };
}

/** A stored history that `decide` can't have written. */
export class CorruptHistory extends Error {
  readonly code = 'ORDER.CORRUPT_HISTORY';
  constructor(status: Status) {
    super(`An event that only a checked-out order can have follows the state ${status}`);
  }
}

/** Copies a fact into the state. No rule lives here: those are in decide. */
export function evolve(state: OrderState, { body: event, cause }: Caused<OrderEvent>): OrderState {
  switch (event.type) {
    case 'InputDeferred':
      return defer(state, event, cause);
    case 'CheckoutWaitExpired':
      return { status: 'Awaiting', waiting: [], expiries: event.attempt + 1 };
    case 'OrderPlaced':
      return {
        status: 'Placed',
        details: event.details,
        conversationId: cause.conversationId,
        timeoutRetryCount: 0,
        basketDeleted: false,
      };
    case 'DetailsFilled':
      return fill(state, event.filled);
    case 'PlaceOrderRetried':
      return change(state, { timeoutRetryCount: event.attempt });
    case 'BasketDeleted':
      return change(state, { basketDeleted: true });
    case 'OrderTimedOut':
      return change(state, { timeoutRetryCount: event.attempt }, 'Failed');
    case 'BasketDeletionFailed':
    case 'PaymentDeclined':
      return change(state, {}, 'Failed');
    case 'OrderCompleted':
      return change(state, {}, 'Completed');
    case 'OrderCancelled':
      return change(state, {}, 'Cancelled');
    case 'DetailsDisagreed':
    case 'InputIgnored':
      return state;
    default:
      return assertNever(event);
  }
}

/** The state that a history comes to. */
export const fold = (events: readonly Caused<OrderEvent>[], from: OrderState = noOrder): OrderState =>
  events.reduce(evolve, from);
