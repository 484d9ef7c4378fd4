import { isDeepStrictEqual } from 'node:util';
import { fold } from '../../../src/payment/evolve.js';
import { isPaymentEvent, toStoredPayment } from '../../../src/payment/record.js';
import { statusOf } from '../../../src/payment/status.js';
import { paymentHistoryOf } from '../store/read-orders.js';
import type { OrderRows } from '../store/rows.js';
import type { World } from '../world.js';
import type { Invariant } from './invariant.js';

/** The payment in its row is what its events fold to, and has moved with its order. */
export const paymentIsFold: Invariant = {
  name: 'a payment = fold(its events) = its row, and stands where its order does',
  check: (world) =>
    world.payments === null ? [] : [...world.store.orders.values()].flatMap((rows) => differences(world, rows)),
};

function differences({ store }: World, rows: OrderRows): readonly string[] {
  const { orderId, status } = rows.row;
  const state = fold(paymentHistoryOf(rows));
  const row = store.money.payments.get(orderId);
  if (state.stage === 'None')
    return row === undefined && status === 'Awaiting' ? [] : [`order ${orderId} has no payment`];
  const isRow = row?.status === statusOf(state) && isDeepStrictEqual(row.state, toStoredPayment(state));
  const isMoved = state.stage === 'NotNeeded' ? state.ended === (status !== 'Placed') : state.order === status;
  return [
    ...(isRow ? [] : [`order ${orderId}: the row of its payment is not what its events come to`]),
    ...(isMoved ? [] : [`order ${orderId} is ${status}, and its payment has not heard of it`]),
  ];
}

const hardDeclines: readonly string[] = ['payment.AuthorizationDeclined', 'payment.AuthorizationFellShort'];
const isHard = ({ type, data }: OrderRows['events'][number]): boolean =>
  hardDeclines.includes(type) &&
  (type === 'payment.AuthorizationFellShort' || (data as { readonly final?: boolean }).final === true);

const endings: readonly string[] = [
  ...['OrderCompleted', 'OrderCancelled', 'OrderTimedOut', 'BasketDeletionFailed', 'PaymentDeclined'],
];

/** A hard decline fails an order that is still placed, in the same write; nothing else of its payment does. */
export const verdictApplied: Invariant = {
  name: 'a payment that is declined for good fails its placed order, and nothing else of it does',
  check: ({ store }) =>
    [...store.orders.values()].flatMap(({ row: { orderId }, events }) => {
      const end = events.find(({ type }) => endings.includes(type) && !isPaymentEvent(type));
      const decline = events.find(isHard);
      const isFirst = decline !== undefined && (end === undefined || decline.version < end.version);
      const isFailed = end?.type === 'PaymentDeclined' && end.cause.messageId === decline?.cause.messageId;
      if (isFirst && !isFailed) return [`order ${orderId}: its payment was declined for good, and it went on`];
      return end?.type === 'PaymentDeclined' && !isFirst ? [`order ${orderId} failed without a hard decline`] : [];
    }),
};
