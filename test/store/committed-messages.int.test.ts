import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { OrderId } from '../../src/kernel/ids.js';
import { laneOf } from '../../src/kernel/lane.js';
import type { CommittedMessage } from '../../src/platform/wake.js';
import { createTestDatabase, type TestDatabase } from '../tools/test-database.js';
import { between } from './between.js';
import { anOrder, delivery, StoreUnderTest } from './store-under-test.js';

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

const messagesSql = `select o.id::text, m.order_id as "orderId", m.sequence, m.message_id as "messageId", m.type, m.destination,
  m.content_type as "contentType", m.headers, m.body
  from messages m join outbox o using (order_id, sequence) where m.order_id = any($1) order by o.id`;

const stored = async (orders: readonly OrderId[]): Promise<readonly CommittedMessage[]> => {
  const rows = await other.query<Omit<CommittedMessage, 'id'> & { readonly id: string }>(messagesSql, orders);
  return rows.map((row) => ({ ...row, id: BigInt(row.id) }));
};

const byId = (messages: readonly CommittedMessage[]): readonly CommittedMessage[] =>
  [...messages].sort((a, b) => (a.id < b.id ? -1 : 1));

describe('what a commit tells of its messages', () => {
  it('is what stands in the table, byte for byte, with the ids of its pointers', async () => {
    const store = new StoreUnderTest(database.url);
    const orders = Array.from({ length: 5 }, anOrder);
    for (const type of ['UserCheckedOut', 'BasketDeleted', 'OrderCompleted'] as const)
      await Promise.all(orders.map((orderId) => store.writer.advance(delivery(orderId, type))));
    const rows = await stored(orders);
    expect(rows).toHaveLength(15);
    expect(byId(store.wake.messages)).toEqual(rows);
    await store.close();
  });

  it('is nothing where another process was faster: its message has the same number and is another one', async () => {
    const orderId = anOrder();
    let writes = 0;
    const around = between({
      write: async (_writes, write) => {
        writes += 1;
        if (writes === 1) await other.writer.advance(delivery(orderId, 'UserCheckedOut'));
        return write();
      },
    });
    const store = new StoreUnderTest(database.url, { around });
    await store.writer.advance(delivery(orderId, 'OrderCompleted'));
    expect(writes).toBe(2);
    const [first, second] = await stored([orderId]);
    expect(first?.type).toBe('PlaceOrderCommand');
    expect(second?.type).toBe('CompleteOrderCommand');
    expect(store.wake.messages).toEqual([second]);
    await store.close();
  });

  it('is nothing when a write fails, and its lanes are rung: whether it was committed, only the table can tell', async () => {
    let writes = 0;
    const around = between({
      write: async (_writes, write) => {
        writes += 1;
        const written = await write();
        if (writes === 1) throw new Error('The connection is gone');
        return written;
      },
    });
    const store = new StoreUnderTest(database.url, { around });
    const orderId = anOrder();
    await store.writer.advance(delivery(orderId, 'UserCheckedOut'));
    expect(writes).toBe(1);
    expect(await stored([orderId])).toHaveLength(1);
    expect(store.wake.messages).toEqual([]);
    expect(store.wake.lanes).toEqual([laneOf(orderId)]);
    await store.close();
  });
});
