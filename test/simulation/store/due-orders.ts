import type { DueTimer } from '../../../src/timers/due-timers.js';
import type { MemoryStore } from './memory-store.js';
import type { StoredRow } from './rows.js';

type Waking = StoredRow & { readonly wakeAt: number };

const isWaking = (row: StoredRow): row is Waking => row.wakeAt !== null;

/** The longest overdue first. Numbers of one length, so that their texts sort as they do. */
const written = (at: number): string => at.toFixed(3).padStart(20, '0');

const isAfter = (row: Waking, after: DueTimer): boolean => {
  const dueAt = written(row.wakeAt);
  return dueAt > after.dueAt || (dueAt === after.dueAt && row.orderId > after.orderId);
};

export function findDue(store: MemoryStore, limit: number, after: DueTimer | null): readonly DueTimer[] {
  return [...store.orders.values()]
    .map(({ row }) => row)
    .filter(isWaking)
    .filter((row) => row.wakeAt <= store.now && (after === null || isAfter(row, after)))
    .sort((a, b) => a.wakeAt - b.wakeAt || (a.orderId < b.orderId ? -1 : 1))
    .slice(0, limit)
    .map((row) => ({
      orderId: row.orderId,
      kind: row.status === 'Awaiting' ? 'CheckoutWaitElapsed' : 'TimeoutElapsed',
      attempt: row.wakeAttempt ?? 0,
      dueAt: written(row.wakeAt),
    }));
}

/** The same of payments. */
export function findDuePayments(store: MemoryStore, limit: number, after: DueTimer | null): readonly DueTimer[] {
  return [...store.money.payments.values()]
    .flatMap(({ orderId, version, wake }) =>
      wake === null || wake.at > store.now
        ? []
        : [{ orderId, version, ...wake.deadline, at: wake.at, dueAt: written(wake.at) }],
    )
    .filter(
      ({ dueAt, orderId }) =>
        after === null || dueAt > after.dueAt || (dueAt === after.dueAt && orderId > after.orderId),
    )
    .sort((a, b) => a.at - b.at || (a.orderId < b.orderId ? -1 : 1))
    .slice(0, limit)
    .map(({ at: _at, ...timer }) => timer);
}
