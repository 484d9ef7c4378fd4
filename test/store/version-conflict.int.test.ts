import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { OrderId } from '../../src/kernel/ids.js';
import { decideSteps } from '../../src/store/decide-steps.js';
import { absentOrder, type OrderWrite } from '../../src/store/tables.js';
import { createTestDatabase, type TestDatabase } from '../tools/test-database.js';
import { between } from './between.js';
import { anOrder, delivery, rowCounts, StoreUnderTest } from './store-under-test.js';

let database: TestDatabase;
let other: StoreUnderTest;

beforeAll(async () => {
  database = await createTestDatabase();
  other = new StoreUnderTest(database.url);
});

afterAll(async () => {
  await other.close();
  await database.drop();
});

/** Another process moves an order after our read and before our write, the first time. */
async function overtaken(
  meanwhile: () => Promise<unknown>,
  work: (store: StoreUnderTest) => Promise<void>,
): Promise<void> {
  let reads = 0;
  const around = between({
    read: async (_requests, read) => {
      const answer = await read();
      reads += 1;
      if (reads === 1) await meanwhile();
      return answer;
    },
  });
  const store = new StoreUnderTest(database.url, { around, remembers: false });
  try {
    await work(store);
  } finally {
    await store.close();
  }
}

const conflictsOf = async ({ metrics }: StoreUnderTest) => (await metrics.conflicts.get()).values[0]?.value ?? 0;

describe('an order that another process moved between our read and our write', () => {
  it('is read and decided again', async () => {
    const orderId = anOrder();
    await other.writer.advance(delivery(orderId, 'UserCheckedOut'));
    const cancel = () => other.writer.advance(delivery(orderId, 'OrderCancelled'));
    await overtaken(cancel, async (store) => {
      // Decided on what was read it would have been 'advanced', and the order both cancelled and completed.
      expect(await store.writer.advance(delivery(orderId, 'OrderCompleted'))).toBe('ignored');
      expect(await conflictsOf(store)).toBe(1);
    });
    const events = await other.query<{ type: string; version: number }>(
      'select type, version from order_events where order_id = $1 order by version',
      orderId,
    );
    expect(events.map(({ type, version }) => `${String(version)} ${type}`)).toEqual([
      ...['1 OrderPlaced', '2 OrderCancelled', '3 InputIgnored'],
    ]);
    expect(await rowCounts(other.query, orderId)).toMatchObject({ messages: 2, outbox: 2, inbox: 3 });
  });

  it('is read and decided again when the other made it', async () => {
    const orderId = anOrder();
    const defer = () => other.writer.advance(delivery(orderId, 'BasketDeleted'));
    await overtaken(defer, async (store) => {
      expect(await store.writer.advance(delivery(orderId, 'UserCheckedOut'))).toBe('advanced');
      expect(await conflictsOf(store)).toBe(1);
    });
    expect(await rowCounts(other.query, orderId)).toMatchObject({ order_events: 3, messages: 2, deferred_messages: 0 });
  });

  it('has been given our message by the other process: it is a duplicate then', async () => {
    const orderId = anOrder();
    const checkout = delivery(orderId, 'UserCheckedOut');
    await overtaken(
      () => other.writer.advance(checkout),
      async (store) => {
        expect(await store.writer.advance(checkout)).toBe('duplicate');
      },
    );
    expect(await rowCounts(other.query, orderId)).toMatchObject({ order_events: 1, inbox: 1, messages: 1 });
  });

  it('doesn’t hold up the other orders of the batch', async () => {
    const orders = [anOrder(), anOrder(), anOrder()] as const;
    const types = ['UserCheckedOut', 'BasketDeleted', 'OrderCompleted'] as const;
    const steal = () => other.writer.advance(delivery(orders[1], 'UserCheckedOut'));
    await overtaken(steal, async (store) => {
      const steps = orders.flatMap((orderId) => types.map((type) => delivery(orderId, type)));
      const outcomes = await Promise.all(steps.map((step) => store.writer.advance(step)));
      expect(outcomes.filter((outcome) => outcome === 'ignored')).toHaveLength(1);
      expect(await conflictsOf(store)).toBe(1);
    });
    for (const orderId of orders)
      expect(await rowCounts(other.query, orderId)).toMatchObject({ orders: 1, messages: 3, outbox: 3 });
  });
});

describe('a write that expects another version than the stored one', () => {
  it('writes nothing at all, least of all its inbox row, while the rest of the statement goes in', async () => {
    const [early, placed, absent, fine] = [anOrder(), anOrder(), anOrder(), anOrder()];
    await other.writer.advance(delivery(early, 'OrderCompleted'));
    await other.writer.advance(delivery(placed, 'UserCheckedOut'));
    const orders = [early, placed, absent];
    const before = await Promise.all(orders.map((orderId) => rowCounts(other.query, orderId)));

    const writes = [
      { ...(await checkoutOf(early)), expected: 2 },
      { ...(await checkoutOf(placed)), expected: 0 },
      { ...(await checkoutOf(absent)), expected: 1 },
      await checkoutOf(fine),
    ];
    expect(await other.tables.write(writes)).toEqual(new Map([[fine, [expect.any(BigInt)]]]));
    expect(await Promise.all(orders.map((orderId) => rowCounts(other.query, orderId)))).toEqual(before);
    expect(await rowCounts(other.query, fine)).toMatchObject({ orders: 1, inbox: 1, order_events: 1, outbox: 1 });
  });
});

/** What a checkout comes to, with everything that a write can hold. */
async function checkoutOf(orderId: OrderId): Promise<OrderWrite> {
  const checkout = delivery(orderId, 'UserCheckedOut');
  const { orders } = await other.tables.read([{ orderId, messageId: checkout.input.cause.messageId }]);
  const { write } = decideSteps(orderId, orders.get(orderId) ?? absentOrder, [checkout], () => false, other.rules);
  if (write === null) throw new Error('A checkout changes its order');
  return write;
}
