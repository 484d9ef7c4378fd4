import type { OrderId } from '../../../src/kernel/ids.js';
import type { Step } from '../../../src/saga/order-writer.js';
import { anOrder, delivery, type StoreUnderTest, wakeUp } from '../../store/store-under-test.js';

const nobody = { fullName: null, email: null };

const lives = {
  placed: (id) => [delivery(id, 'UserCheckedOut')],
  basketGone: (id) => [delivery(id, 'UserCheckedOut'), delivery(id, 'BasketDeleted')],
  completed: (id) => [
    delivery(id, 'UserCheckedOut', { email: null }),
    delivery(id, 'BasketDeleted'),
    delivery(id, 'OrderCompleted', { email: 'another@example.test' }),
    delivery(id, 'OrderCancelled'),
  ],
  cancelledUnheard: (id) => [
    delivery(id, 'UserCheckedOut', nobody),
    delivery(id, 'OrderCancelled', { ...nobody, total: null }),
  ],
  timedOut: (id) => [
    delivery(id, 'UserCheckedOut'),
    ...[0, 1, 2, 2].map((attempt) => wakeUp(id, 'TimeoutElapsed', attempt)),
  ],
  awaiting: (id) => [delivery(id, 'BasketDeleted'), delivery(id, 'OrderCompleted')],
  overtaken: (id) => [
    delivery(id, 'OrderCompleted', nobody),
    delivery(id, 'BasketDeleted'),
    delivery(id, 'UserCheckedOut'),
  ],
  expired: (id) => [
    delivery(id, 'BasketDeleted', { id: 'expired' }),
    wakeUp(id, 'CheckoutWaitElapsed'),
    delivery(id, 'OrderCancelled'),
  ],
} as const satisfies Record<string, (id: OrderId) => readonly Step[]>;

export type OrdersOfEveryFate = Readonly<Record<keyof typeof lives, OrderId>>;

/** Orders that came to everything that an order can come to, as the store writes them. */
export async function ordersOfEveryFate(store: StoreUnderTest): Promise<OrdersOfEveryFate> {
  const made = await Promise.all(
    Object.entries(lives).map(async ([fate, life]) => {
      const id = anOrder();
      for (const step of life(id)) await store.writer.advance(step);
      return [fate, id] as const;
    }),
  );
  return Object.fromEntries(made) as OrdersOfEveryFate;
}
