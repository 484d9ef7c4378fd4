import type { OrderId } from '../../../src/kernel/ids.js';
import { refunded, reserved, worksOf } from '../../../src/payment/books.js';
import { fromStoredPayment } from '../../../src/payment/record.js';
import type { PaymentState } from '../../../src/payment/state.js';
import { amountsOf } from '../../../src/store/payment-rows.js';
import type { Truth } from '../servers/gateway-books.js';
import type { PaymentRow } from '../store/payment-rows.js';
import { paymentHistoryOf } from '../store/read-orders.js';
import type { World } from '../world.js';
import type { Invariant } from './invariant.js';

type Rested = {
  readonly orderId: OrderId;
  readonly state: PaymentState;
  readonly truth: Truth;
  readonly status: string;
};

/** Payments that nobody has to look at: what the service says of them is final. */
function rested({ store, payments }: World): readonly Rested[] {
  if (payments === null) return [];
  return [...store.money.payments.values()]
    .filter(({ status }) => status !== 'NeedsReview')
    .map(({ orderId, state, status }: PaymentRow) => ({
      ...{ orderId, status, state: fromStoredPayment(state) },
      truth: payments.gateway.books.truthOf(orderId),
    }));
}

/** What really moved is what the service believes. */
export const truthIsState: Invariant = {
  name: 'the gateway’s own books say of every payment what its state says',
  check: (world) =>
    rested(world).flatMap(({ orderId, state, truth, status }) => {
      const [is, shouldBe] = [written(truth), written(amountsOf(state))];
      return is === shouldBe ? [] : [`order ${orderId}, ${status}: the gateway has ${is}, its state says ${shouldBe}`];
    }),
};

type Compared = Pick<Truth, 'held' | 'captured' | 'refunded' | 'chargedBack'>;
const written = ({ held, captured, refunded, chargedBack }: Compared): string =>
  `held ${String(held)}, captured ${String(captured)}, refunded ${String(refunded)}, charged back ${String(chargedBack)}`;

/** An order that came to nothing keeps nothing of its customer's, but where a refund has failed. */
export const nothingKept: Invariant = {
  name: 'nothing is held or kept of an order that was cancelled or failed',
  check: (world) =>
    rested(world).flatMap(({ orderId, state, truth, status }) => {
      const order = world.store.orders.get(orderId)?.row.status;
      if (order !== 'Cancelled' && order !== 'Failed') return [];
      const hasFailed = state.stage === 'Captured' && state.refunds.some(({ standing }) => standing === 'failed');
      const keeps = truth.captured - truth.refunded - truth.disputed > 0n && !hasFailed;
      return truth.held > 0n || keeps ? [`order ${orderId}, ${order}, ${status}: ${written(truth)}`] : [];
    }),
};

/** Whatever was asked of the gateway has its outcome. */
export const nothingOpen: Invariant = {
  name: 'every operation has its outcome, unless people look at it',
  check: (world) =>
    rested(world).flatMap(({ orderId, state, status }) => {
      const open = 'order' in state ? worksOf(state) : [];
      return open.map(({ operation, standing }) => `order ${orderId}, ${status}: its ${operation.kind} is ${standing}`);
    }),
};

/** A completed order has its money, unless people look at it; a placed one has what it needs or waits for it. */
export const completedIsPaid: Invariant = {
  name: 'a completed order is paid, or people look at it',
  check: (world) =>
    rested(world).flatMap(({ orderId, state, status }) => {
      const order = world.store.orders.get(orderId)?.row.status;
      const isPaid = state.stage === 'Captured' || state.stage === 'NotNeeded';
      return order === 'Completed' && !isPaid ? [`order ${orderId} is complete, and its payment ${status}`] : [];
    }),
};

/** Whenever the total came: the customer has said how they pay, and nobody asks them again. */
export const methodKept: Invariant = {
  name: 'an order is paid with the method that its checkout named',
  check: ({ payments, store, workload }) =>
    payments === null
      ? []
      : [...store.orders.values()].flatMap((rows) => {
          const placed = rows.events.find(({ type }) => type === 'OrderPlaced');
          const named = workload.sent.get(placed?.cause.messageId ?? '')?.paymentMethod ?? null;
          const asked = paymentHistoryOf(rows).find((event) => event.type === 'PaymentRequested');
          if (named === null || asked?.type !== 'PaymentRequested' || asked.method?.token === named) return [];
          return [
            `order ${rows.row.orderId}: its checkout named ${named}, and its payment ${asked.method?.token ?? 'none'}`,
          ];
        }),
};

/** Moves of money that no payment explains, whatever became of it. */
export const onceAtMost: Invariant = {
  name: 'no order is captured twice, and none is refunded more than was captured',
  check: ({ payments, store }) =>
    payments === null
      ? []
      : [...store.orders.keys()].flatMap((orderId) => {
          const { captures, captured, refunded } = payments.gateway.books.truthOf(orderId);
          return captures > 1 || refunded > captured
            ? [`order ${orderId}: ${captures} captures of ${captured}, and ${refunded} refunded`]
            : [];
        }),
};

/** A key names one request, byte for byte, however often it's sent. */
export const sameBytes: Invariant = {
  name: 'an operation is always sent with the same bytes',
  check: ({ payments, store }) =>
    payments === null
      ? []
      : [...payments.gateway.books.bodies].flatMap(([key, bodies]) => [
          ...(bodies.size > 1 ? [`operation ${key} was sent with ${bodies.size} different bodies`] : []),
          ...([...store.money.operations.keys()].some((id) => id === key)
            ? []
            : [`operation ${key} was never committed`]),
        ]),
};

/** That a call told nothing is no decline, however often it did. */
export const declinedByGateway: Invariant = {
  name: 'what counts as declined was declined by the gateway',
  check: ({ payments, store }) =>
    payments === null
      ? []
      : [...store.orders.values()].flatMap((rows) =>
          paymentHistoryOf(rows).flatMap((event) =>
            event.type === 'AuthorizationDeclined' && !payments.gateway.hasDeclined(event.operationId)
              ? [`order ${rows.row.orderId}: nobody declined ${event.operationId}`]
              : [],
          ),
        ),
};

/**
 * Look-ups tell in time what a call didn't: the gateway is out of reach for a few seconds at most. Only clocks that are far off,
 * or keys that are soon forgotten, leave it to people, and a refusal that nobody can hear.
 */
export const unknownsResolved: Invariant = {
  name: 'what is not known is resolved within the look-ups',
  check: ({ payments, store, faults }) => {
    if (payments === null || faults.has('clock askew')) return [];
    const { keyLifetimeMs, lookUpDelaysMs } = payments.settings.policy;
    if (keyLifetimeMs < lookUpDelaysMs.reduce((sum, delay) => sum + delay, 0)) return [];
    return [...store.money.payments.values()]
      .filter(({ reviewReason }) => reviewReason === 'LookUpsExhausted')
      .filter(({ state }) => !payments.gateway.brokenRefusals.has(reviewedIn(fromStoredPayment(state)) ?? ''))
      .map(({ orderId, state }) => `order ${orderId}: look-ups told nothing (${fromStoredPayment(state).stage})`);
  },
};

const reviewedIn = (state: PaymentState): string | null =>
  'review' in state ? (state.review?.operationId ?? null) : null;

/** Refunds in hand and made never exceed the capture. */
export const withinCapture: Invariant = {
  name: 'refunds made and promised are within the capture',
  check: (world) =>
    rested(world).flatMap(({ orderId, state }) =>
      state.stage === 'Captured' && refunded(state) + reserved(state) > state.capture.amount.minor
        ? [`order ${orderId}: more is promised than was captured`]
        : [],
    ),
};
