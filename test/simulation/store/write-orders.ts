import { laneOf } from '../../../src/kernel/lane.js';
import { toEventData } from '../../../src/order/event-record.js';
import { storedTypeOf, toPaymentEventData } from '../../../src/payment/record.js';
import type { OrderWrite, Written } from '../../../src/store/tables.js';
import type { MemoryStore } from './memory-store.js';
import type { EventRow, OrderRows, Pointer } from './rows.js';
import { rowOfWrite } from './rows-of-write.js';
import { uniqueViolation } from './sql-fault.js';
import { type PaymentWrite, planPayments } from './write-payments.js';

/** A statement that has done its work and isn't visible yet. */
export type Transaction<T> = { readonly answer: T; commit(): void; rollBack(): void };

/**
 * The one write. Like PostgreSQL it waits for rows that another transaction has locked, and then looks at what that one
 * left; numbers are given out now, and seen at the commit.
 * @returns null while it has to wait
 * @throws what the server says of rows that it refuses
 */
export function beginWrite(store: MemoryStore, unsorted: readonly OrderWrite[]): Transaction<Written> | null {
  const writes = [...unsorted].sort((a, b) => (a.orderId < b.orderId ? -1 : 1));
  if (writes.some((write) => mustWait(store, write))) return null;
  const ok = writes.filter((write) => isAsExpected(store, write));
  for (const { orderId, applied, waiting } of ok) {
    const inbox = store.orders.get(orderId)?.inbox;
    if (waiting !== 'expired' && applied.some((id) => inbox?.has(id) === true)) throw uniqueViolation();
  }
  const pointers = ok.flatMap((write) => pointersOf(store, write));
  const now = store.now;
  const payments = ok.map((write) => planPayments(store.money, write, now));
  const keys = payments.flatMap((one) => one.keys);
  if (new Set(keys).size < keys.length) throw uniqueViolation();
  const release = lock(store, ok, payments);
  return {
    answer: new Map(
      ok.map(({ orderId }) => [orderId, pointers.filter((one) => one.orderId === orderId).map(({ id }) => id)]),
    ),
    commit: () => {
      for (const write of ok) apply(store, write, now);
      for (const { commit } of payments) commit();
      for (const pointer of pointers) store.outbox.set(pointer.id, pointer);
      release();
    },
    rollBack: release,
  };
}

const mustWait = ({ locked, money }: MemoryStore, { orderId, commandAnswers }: OrderWrite): boolean =>
  locked.has(orderId) || commandAnswers.some(({ key }) => money.lockedKeys.has(key));

/** @returns what gives the locks up */
function lock(
  { locked, money }: MemoryStore,
  ok: readonly OrderWrite[],
  payments: readonly PaymentWrite[],
): () => void {
  const [tasks, keys] = [payments.flatMap((one) => one.tasks), payments.flatMap((one) => one.keys)];
  for (const { orderId } of ok) locked.add(orderId);
  for (const task of tasks) money.lockedTasks.add(task);
  for (const key of keys) money.lockedKeys.add(key);
  return () => {
    for (const { orderId } of ok) locked.delete(orderId);
    for (const task of tasks) money.lockedTasks.delete(task);
    for (const key of keys) money.lockedKeys.delete(key);
  };
}

const isAsExpected = (store: MemoryStore, { orderId, expected }: OrderWrite): boolean =>
  (store.orders.get(orderId)?.row.version ?? 0) === expected;

const pointersOf = (store: MemoryStore, { orderId, messages }: OrderWrite): readonly Pointer[] =>
  messages.map(({ sequence }) => ({
    id: store.nextId(),
    orderId,
    sequence,
    lane: laneOf(orderId),
    attempts: 0,
    nextAttemptAt: null,
    heldBy: null,
  }));

function apply(store: MemoryStore, write: OrderWrite, now: number): void {
  const known = store.orders.get(write.orderId);
  const row = rowOfWrite(write, known?.row ?? null, now);
  const rows: OrderRows = known ?? {
    row,
    events: [],
    contacts: new Map(),
    inbox: new Set(),
    messages: [],
    deferred: [],
  };
  store.orders.set(write.orderId, rows);
  rows.row = row;
  rows.events.push(...eventRows(write));
  for (const { version, fullName, email } of write.contacts) rows.contacts.set(version, { fullName, email });
  if (write.waiting === 'expired') buryWaiting(store, rows);
  for (const messageId of [...write.applied, ...write.noted]) rows.inbox.add(messageId);
  rows.messages.push(...write.messages);
  rows.deferred = [...(write.waiting === 'keep' ? rows.deferred : []), ...write.deferred];
}

/** An order's own and its payment's, numbered together. */
function eventRows({ events, payment }: OrderWrite): readonly EventRow[] {
  const own = events.map(({ version, event: { body, cause } }): EventRow => {
    return { version, type: body.type, data: toEventData(body), cause };
  });
  if (payment === null) return own;
  const ofPayment = payment.events.map(({ version, event: { body, cause } }): EventRow => {
    return { version, type: storedTypeOf(body), data: toPaymentEventData(body), cause };
  });
  return [...own, ...ofPayment].sort((a, b) => a.version - b.version);
}

/** What waited goes to the dead letters, and is forgotten, so that it's applied when it comes again. */
function buryWaiting({ letters }: MemoryStore, { row: { orderId }, deferred, inbox }: OrderRows): void {
  for (const { messageId, version, original } of deferred) {
    const fingerprint = `expired:${orderId}:${messageId}:${version}`;
    inbox.delete(messageId);
    if (letters.has(fingerprint)) continue;
    letters.set(fingerprint, {
      fingerprint,
      direction: 'inbound',
      reason: 'CheckoutWaitExpired',
      orderId,
      messageId,
      attempts: 1,
      body: original.body,
    });
  }
}
