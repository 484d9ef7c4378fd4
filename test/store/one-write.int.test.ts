import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { laneOf } from '../../src/kernel/lane.js';
import { createTestDatabase, type TestDatabase } from '../tools/test-database.js';
import { anOrder, delivery, rowCounts, StoreUnderTest, wakeUp } from './store-under-test.js';

let database: TestDatabase;
let store: StoreUnderTest;

beforeAll(async () => {
  database = await createTestDatabase();
  store = new StoreUnderTest(database.url);
});

afterAll(async () => {
  await store.close();
  await database.drop();
});

describe('a step of an order', () => {
  it('writes inbox, events, state, contact, message and pointer in one transaction', async () => {
    const orderId = anOrder();
    expect(await store.writer.advance(delivery(orderId, 'UserCheckedOut'))).toBe('advanced');
    expect(await rowCounts(store.query, orderId)).toEqual({
      ...{ orders: 1, order_events: 1, contacts: 1, inbox: 1, messages: 1, outbox: 1 },
      ...{ deferred_messages: 0, dead_letters: 0 },
    });
    expect(await transactionsOf(orderId)).toHaveLength(1);
  });

  it('gives all its events the id of that transaction', async () => {
    const orderId = anOrder();
    await store.writer.advance(delivery(orderId, 'UserCheckedOut', { email: null, fullName: null }));
    await store.writer.advance(delivery(orderId, 'OrderCompleted', { total: null }));
    const events = await store.query(
      `select type, transaction_id::text::bigint % (2::bigint ^ 32)::bigint = xmin::text::bigint as of_its_row,
         dense_rank() over (order by transaction_id)::int as transaction, schema_version
       from order_events where order_id = $1 order by version`,
      orderId,
    );
    const usual = { of_its_row: true, schema_version: 1 };
    expect(events).toEqual([
      { ...usual, type: 'OrderPlaced', transaction: 1 },
      { ...usual, type: 'DetailsFilled', transaction: 2 },
      { ...usual, type: 'OrderCompleted', transaction: 2 },
    ]);
    expect(
      await store.query('select version, contact_version, status from orders where order_id = $1', orderId),
    ).toEqual([{ version: 3, contact_version: 2, status: 'Completed' }]);
  });

  it('numbers messages without a gap, and leaves one pointer in the order’s lane for each', async () => {
    const orderId = anOrder();
    for (const type of ['UserCheckedOut', 'BasketDeleted', 'OrderCompleted'] as const)
      await store.writer.advance(delivery(orderId, type));
    const sent = await store.query(
      'select m.sequence, m.type, m.event_version, p.lane from messages m join outbox p using (order_id, sequence) where order_id = $1 order by sequence',
      orderId,
    );
    const lane = laneOf(orderId);
    expect(sent).toEqual([
      { sequence: 1, type: 'PlaceOrderCommand', event_version: 1, lane },
      { sequence: 2, type: 'DeleteBasketCompleteCommand', event_version: 2, lane },
      { sequence: 3, type: 'CompleteOrderCommand', event_version: 3, lane },
    ]);
    expect(await rowCounts(store.query, orderId)).toMatchObject({ messages: 3, outbox: 3 });
  });

  // Relays send by the pointers' ids, projections read by position. Beside many orders that send nothing, and with
  // statistics, the planner hashes the few messages, and hands an order's last one out first.
  it('numbers pointers and positions in the order’s own order, however the statement is planned', async () => {
    const [talking, ...silent] = Array.from({ length: 150 }, anOrder);
    if (talking === undefined) throw new Error('There are 150');
    await Promise.all([talking, ...silent].map((orderId) => store.writer.advance(delivery(orderId, 'UserCheckedOut'))));
    await store.query('analyze orders');
    const again = silent.map((orderId) => delivery(orderId, 'UserCheckedOut'));
    const steps = (['BasketDeleted', 'OrderCompleted'] as const).map((type) => delivery(talking, type));
    await Promise.all([...again, ...steps].map((step) => store.writer.advance(step)));
    const pointers = 'select sequence from outbox where order_id = $1 order by id';
    expect(await store.query(pointers, talking)).toEqual([1, 2, 3].map((sequence) => ({ sequence })));
    const positions = 'select version from order_events where order_id = $1 order by position';
    expect(await store.query(positions, talking)).toEqual([1, 2, 3].map((version) => ({ version })));
  });

  it('rings the lane of an order that has something to send, and no other', async () => {
    const orderId = anOrder();
    store.wake.lanes.length = 0;
    await store.writer.advance(delivery(orderId, 'OrderCancelled'));
    expect(store.wake.lanes).toEqual([]);
    await store.writer.advance(delivery(orderId, 'UserCheckedOut'));
    expect(store.wake.lanes).toEqual([laneOf(orderId)]);
  });
});

describe('a message that was applied before', () => {
  it('is a duplicate, and writes nothing', async () => {
    const orderId = anOrder();
    const checkout = delivery(orderId, 'UserCheckedOut');
    await store.writer.advance(checkout);
    const before = await rowsAsTheyAre(orderId);
    expect(await store.writer.advance(checkout)).toBe('duplicate');
    expect(await rowsAsTheyAre(orderId)).toEqual(before);
  });

  it('is a duplicate within one batch as well', async () => {
    const orderId = anOrder();
    const checkout = delivery(orderId, 'UserCheckedOut');
    const outcomes = await Promise.all([checkout, checkout, checkout].map((step) => store.writer.advance(step)));
    expect(outcomes).toEqual(['advanced', 'duplicate', 'duplicate']);
    expect(await rowCounts(store.query, orderId)).toMatchObject({ order_events: 1, inbox: 1, messages: 1 });
  });

  it('is another order’s message when the order is another, whatever its id', async () => {
    const steps = [anOrder(), anOrder()].map((orderId) => delivery(orderId, 'UserCheckedOut', { id: 'm1' }));
    expect(await Promise.all(steps.map((step) => store.writer.advance(step)))).toEqual(['advanced', 'advanced']);
  });
});

describe('several inputs of one order in one batch', () => {
  it('are applied in the order in which they came, in one write', async () => {
    const orderId = anOrder();
    const types = [
      'UserCheckedOut',
      'BasketDeleted',
      'BasketDeletedFailed',
      'OrderCompleted',
      'OrderCancelled',
    ] as const;
    const outcomes = await Promise.all(types.map((type) => store.writer.advance(delivery(orderId, type))));
    expect(outcomes).toEqual(['advanced', 'advanced', 'ignored', 'advanced', 'ignored']);
    const events = await store.query<{ type: string }>(
      'select type from order_events where order_id = $1 order by version',
      orderId,
    );
    expect(events.map(({ type }) => type)).toEqual([
      ...['OrderPlaced', 'BasketDeleted', 'InputIgnored', 'OrderCompleted', 'InputIgnored'],
    ]);
    expect(await transactionsOf(orderId)).toHaveLength(1);
  });
});

describe('the wake-up of an order', () => {
  const wakeOf = async (orderId: string) =>
    (
      await store.query(
        // Both are the statement's now(), so the difference shows whose clock was asked, to the microsecond.
        `select extract(epoch from wake_at - updated_at)::float as seconds, wake_attempt from orders where order_id = $1`,
        orderId,
      )
    )[0];

  it('is set by the checkout, with the database’s time, for the first attempt', async () => {
    const orderId = anOrder();
    await store.writer.advance(delivery(orderId, 'UserCheckedOut'));
    expect(await wakeOf(orderId)).toEqual({ seconds: 1_800, wake_attempt: 0 });
  });

  it('is set again for the next attempt when it falls due', async () => {
    const orderId = anOrder();
    await store.writer.advance(delivery(orderId, 'UserCheckedOut'));
    await store.writer.advance(wakeUp(orderId, 'TimeoutElapsed'));
    expect(await wakeOf(orderId)).toEqual({ seconds: 1_800, wake_attempt: 1 });
  });

  it('is kept as it was by an ignored input', async () => {
    const orderId = anOrder();
    const due = async () =>
      await store.query('select wake_at::text, wake_attempt from orders where order_id = $1', orderId);
    await store.writer.advance(delivery(orderId, 'UserCheckedOut'));
    const before = await due();
    expect(await store.writer.advance(delivery(orderId, 'UserCheckedOut'))).toBe('ignored');
    expect(await due()).toEqual(before);
  });

  it('is cleared when Basket answers', async () => {
    const orderId = anOrder();
    await store.writer.advance(delivery(orderId, 'UserCheckedOut'));
    await store.writer.advance(delivery(orderId, 'BasketDeleted'));
    expect(await wakeOf(orderId)).toEqual({ seconds: null, wake_attempt: null });
  });

  it('is the wait for the checkout while the order is awaited, kept by every later early event', async () => {
    const orderId = anOrder();
    await store.writer.advance(delivery(orderId, 'OrderCompleted'));
    expect(await wakeOf(orderId)).toEqual({ seconds: 86_400, wake_attempt: 0 });
    const [first] = await store.query('select wake_at::text from orders where order_id = $1', orderId);
    await store.writer.advance(delivery(orderId, 'BasketDeleted'));
    expect(await store.query('select wake_at::text from orders where order_id = $1', orderId)).toEqual([first]);
  });
});

async function transactionsOf(orderId: string): Promise<readonly unknown[]> {
  const tables = ['orders', 'order_events', 'contacts', 'inbox', 'messages', 'outbox'];
  return store.query(
    tables.map((table) => `select xmin::text from ${table} where order_id = $1`).join(' union '),
    orderId,
  );
}

async function rowsAsTheyAre(orderId: string): Promise<readonly unknown[]> {
  const tables = ['orders', 'order_events', 'contacts', 'inbox', 'messages', 'outbox'];
  return Promise.all(
    tables.map((table) => store.query(`select xmin::text, ctid::text, * from ${table} where order_id = $1`, orderId)),
  );
}
