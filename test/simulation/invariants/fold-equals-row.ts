import { isDeepStrictEqual } from 'node:util';
import { fold } from '../../../src/order/evolve.js';
import { fromOrderRow } from '../../../src/store/order-row.js';
import { historyOf } from '../store/read-orders.js';
import type { OrderRows } from '../store/rows.js';
import type { Invariant } from './invariant.js';

/** The state in an order's row is what its events fold to. */
export const foldEqualsRow: Invariant = {
  name: 'state = fold(events) = row',
  check: ({ store }) =>
    [...store.orders.values()]
      .filter((rows) => !isFold(rows))
      .map(({ row }) => `order ${row.orderId}: its row is not what its events come to`),
};

function isFold(rows: OrderRows): boolean {
  const state = fold(historyOf(rows));
  const { row, contacts } = rows;
  if (state.status === 'Awaiting')
    return row.status === 'Awaiting' && row.waitExpiries === state.expiries && sameWaiting(rows, state.waiting.length);
  if (state.status === 'None' || row.status === 'Awaiting') return false;
  const contact = row.contactVersion === null ? undefined : contacts.get(row.contactVersion);
  const joined = { ...row, fullName: contact?.fullName ?? null, email: contact?.email ?? null };
  return rows.deferred.length === 0 && isDeepStrictEqual(fromOrderRow(joined, row.status).state, state);
}

const sameWaiting = ({ deferred }: OrderRows, waiting: number): boolean => deferred.length === waiting;
