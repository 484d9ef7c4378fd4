import type { OrderId } from '../../../src/kernel/ids.js';
import { type Caused } from '../../../src/order/cause.js';
import type { OrderEvent } from '../../../src/order/event.js';
import { type EventData, fromEventData } from '../../../src/order/event-record.js';
import { fold } from '../../../src/order/evolve.js';
import type { PaymentEvent } from '../../../src/payment/event.js';
import { fromPaymentEventData, isPaymentEvent } from '../../../src/payment/record.js';
import { noPayment } from '../../../src/payment/state.js';
import { fromOrderRow } from '../../../src/store/order-row.js';
import { absentOrder, type ReadAnswer, type ReadRequest, type StoredOrder } from '../../../src/store/tables.js';
import type { MemoryStore } from './memory-store.js';
import type { OrderRows } from './rows.js';

/** One snapshot, as the read statement gives it. */
export function readOrders(store: MemoryStore, requests: readonly ReadRequest[]): ReadAnswer {
  const orders = new Map<OrderId, StoredOrder>();
  const applied = new Set<ReadRequest>();
  for (const request of requests) {
    const rows = store.orders.get(request.orderId);
    orders.set(request.orderId, rows === undefined ? absentOrder : storedOrder(store, rows));
    if (rows?.inbox.has(request.messageId) === true) applied.add(request);
  }
  return { orders, isApplied: (request) => applied.has(request) };
}

function storedOrder({ money }: MemoryStore, rows: OrderRows): StoredOrder {
  const { status, version, contactVersion, outSequence } = rows.row;
  if (status === 'Awaiting')
    return { version, state: fold(historyOf(rows)), payment: noPayment, contactVersion, outSequence };
  const contact = contactVersion === null ? undefined : rows.contacts.get(contactVersion);
  const payment = money.payments.get(rows.row.orderId)?.state ?? null;
  const joined = { ...rows.row, fullName: contact?.fullName ?? null, email: contact?.email ?? null, payment };
  return fromOrderRow(joined, status);
}

/** The stored history of an order, read back; its payment's events aside. */
export const historyOf = (rows: OrderRows): readonly Caused<OrderEvent>[] =>
  rows.events
    .filter(({ type }) => !isPaymentEvent(type))
    .map(({ version, type, data, cause }) => ({
      body: fromEventData(type, data as EventData, rows.contacts.get(version) ?? null),
      cause,
    }));

/** The stored history of its payment. */
export const paymentHistoryOf = (rows: OrderRows): readonly PaymentEvent[] =>
  rows.events.filter(({ type }) => isPaymentEvent(type)).map(({ type, data }) => fromPaymentEventData(type, data));
