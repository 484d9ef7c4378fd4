import { isOfGateway } from '../../../src/kernel/ids.js';
import type { OrderRows } from '../store/rows.js';
import type { Invariant } from './invariant.js';

/** The inbox names every message that was applied, and no other but what the gateway said and was no news: a name too many swallows a message. */
export const inboxComplete: Invariant = {
  name: 'the inbox names what was applied, and nothing else',
  check: ({ store }) =>
    [...store.orders.values()]
      .map((rows) => ({ orderId: rows.row.orderId, inbox: [...rows.inbox], applied: namesOf(rows) }))
      .filter(({ inbox, applied }) => isOther(inbox, applied))
      .map(
        ({ orderId, inbox, applied }) => `order ${orderId}: inbox [${inbox.join()}], applied [${[...applied].join()}]`,
      ),
};

const isOther = (inbox: readonly string[], applied: ReadonlySet<string>): boolean =>
  [...applied].some((name) => !inbox.includes(name)) || inbox.some((name) => !applied.has(name) && !isOfGateway(name));

function namesOf({ events }: OrderRows): ReadonlySet<string> {
  const names = new Set<string>();
  let waiting: string[] = [];
  for (const { type, cause } of events) {
    names.add(cause.messageId);
    if (type === 'InputDeferred') waiting.push(cause.messageId);
    if (type === 'OrderPlaced') waiting = [];
    if (type === 'CheckoutWaitExpired') for (const forgotten of waiting.splice(0)) names.delete(forgotten);
  }
  return names;
}
