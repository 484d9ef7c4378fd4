import type { OrderState } from '../../order/state.js';
import { compared, type Finding } from './finding.js';
import type { StoredOrder } from './stored-order.js';

const known = (state: OrderState) => (state.status === 'None' || state.status === 'Awaiting' ? null : state);

const nothingKnown = {
  details: { basketId: null, total: null },
  conversationId: null,
  timeoutRetryCount: 0,
  basketDeleted: false,
};

export function stateFindings(order: StoredOrder, state: OrderState): readonly Finding[] {
  const checkedOut = known(state);
  const { details, conversationId, timeoutRetryCount, basketDeleted } = checkedOut ?? nothingKnown;
  return [
    ...compared('state', 'status', order.status, state.status),
    ...compared('state', 'basket', order.basketId, details.basketId),
    ...compared('state', 'total', order.totalMinor, details.total?.minor ?? null),
    ...compared('state', 'currency', order.currency, details.total?.currency ?? null),
    ...compared('state', 'conversation', order.conversationId, conversationId),
    ...compared('state', 'retries', order.timeoutRetryCount, timeoutRetryCount),
    ...compared('state', 'basket deleted', order.basketDeleted, basketDeleted),
    ...compared('state', 'expired waits', order.waitExpiries, state.status === 'Awaiting' ? state.expiries : 0),
    ...compared('state', 'has a time of checkout', order.placed, checkedOut !== null),
  ];
}

/** The attempt that the state's wake-up is for; null where it has none. */
function attemptOf(state: OrderState): number | null {
  if (state.status === 'Awaiting') return state.waiting.length > 0 ? state.expiries : null;
  return state.status === 'Placed' && !state.basketDeleted ? state.timeoutRetryCount : null;
}

export function timerFindings({ wakes, wakeAttempt }: StoredOrder, state: OrderState): readonly Finding[] {
  const attempt = attemptOf(state);
  return [
    ...compared('timer', 'set', wakes, attempt !== null),
    ...compared('timer', 'for attempt', wakeAttempt, attempt),
  ];
}

/** The originals that are kept, each under the version of the event that says that it waits. */
export function waitingFindings({ waiting, events }: StoredOrder, state: OrderState): readonly Finding[] {
  const awaited = state.status === 'Awaiting' ? state.waiting.map(({ cause }) => cause.messageId as string) : [];
  const deferred = events.filter(({ type, causedBy }) => type === 'InputDeferred' && awaited.includes(causedBy));
  // A message that expired and was delivered again has an event for each time.
  const last = new Map(deferred.map(({ causedBy, version }) => [causedBy, version]));
  return compared(
    'waiting',
    'messages at versions',
    waiting.map(({ messageId, version }) => `${messageId} at ${version}`),
    awaited.map((messageId) => `${messageId} at ${last.get(messageId) ?? 'none'}`),
  );
}
