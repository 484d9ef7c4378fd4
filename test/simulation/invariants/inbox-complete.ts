import type { OrderRows } from '../store/rows.js';
import type { Invariant } from './invariant.js';

/** The inbox names every message that was applied, and no other: a name too many swallows a message. */
export const inboxComplete: Invariant = {
  name: 'the inbox names what was applied, and nothing else',
  check: ({ store }) =>
    [...store.orders.values()]
      .filter((rows) => namesOf(rows) !== [...rows.inbox].sort().join())
      .map((rows) => `order ${rows.row.orderId}: inbox [${[...rows.inbox].join()}], applied [${namesOf(rows)}]`),
};

function namesOf({ events }: OrderRows): string {
  const names = new Set<string>();
  let waiting: string[] = [];
  for (const { type, cause } of events) {
    names.add(cause.messageId);
    if (type === 'InputDeferred') waiting.push(cause.messageId);
    if (type === 'OrderPlaced') waiting = [];
    if (type === 'CheckoutWaitExpired') for (const forgotten of waiting.splice(0)) names.delete(forgotten);
  }
  return [...names].sort().join();
}
