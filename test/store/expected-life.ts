import { commands } from '../../src/contracts/commands.js';
import { formatMoney } from '../../src/kernel/money.js';
import type { OrderState } from '../../src/order/state.js';
import type { OrderLife } from '../order/order-life.js';
import type { StoredLife } from './stored-life.js';

/** What the tables have to hold after the life that the pure core gave the order. */
export function expectedLife(life: OrderLife): StoredLife {
  const { state, events, commands: published } = life;
  const waiting = state.status === 'Awaiting' ? state.waiting : [];
  return {
    versions: events.map((_event, index) => index + 1),
    history: events,
    fold: state,
    row: state.status === 'None' ? undefined : rowOf(life, state),
    sent: published.map(({ body: { type, details }, cause }, index) => ({
      pointer: index + 1,
      sequence: index + 1,
      type: commands[type].name,
      cause: cause.messageId,
      total: formatMoney(details.total),
      email: 'email' in commands[type].schema.shape ? details.email : null,
    })),
    inbox: [...life.inbox].sort(),
    waiting: waiting.map(({ cause }) => cause.messageId).sort(),
    letters: life.moments.flatMap(({ before, decision }) => buried(before, decision?.waiting === 'expired')).sort(),
  };
}

const buried = (before: OrderState, expired: boolean): readonly string[] =>
  expired && before.status === 'Awaiting' ? before.waiting.map(({ cause }) => cause.messageId) : [];

function rowOf({ events, commands: published }: OrderLife, state: Exclude<OrderState, { status: 'None' }>) {
  const counts = { version: events.length, out_sequence: published.length };
  if (state.status === 'Awaiting') {
    const waits = state.waiting.length > 0;
    const wake = { waits, wake_attempt: waits ? state.expiries : null };
    return { ...counts, ...unknown, ...wake, status: state.status, wait_expiries: state.expiries };
  }
  const { details, timeoutRetryCount } = state;
  const waits = state.status === 'Placed' && !state.basketDeleted;
  return {
    ...counts,
    status: state.status,
    basket_id: details.basketId,
    // node-postgres gives a bigint as its text.
    total_minor: details.total?.minor.toString() ?? null,
    currency: details.total?.currency ?? null,
    conversation_id: state.conversationId,
    timeout_retry_count: timeoutRetryCount,
    basket_deleted: state.basketDeleted,
    wait_expiries: 0,
    full_name: details.fullName,
    email: details.email,
    waits,
    wake_attempt: waits ? timeoutRetryCount : null,
    placed: true,
  };
}

const unknown = {
  basket_id: null,
  total_minor: null,
  currency: null,
  conversation_id: null,
  timeout_retry_count: 0,
  basket_deleted: false,
  full_name: null,
  email: null,
  placed: false,
};
