import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { OrderId } from '../../src/kernel/ids.js';
import type { FreshMessage } from '../../src/platform/fresh-messages.js';
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

const messagesSql = `select order_id as "orderId", sequence, message_id as "messageId", type, destination, content_type as "contentType",
  headers, convert_to(body, 'UTF8') as body from messages where order_id = any($1) order by order_id, sequence`;

const stored = (orders: readonly OrderId[]): Promise<readonly FreshMessage[]> =>
  other.query<FreshMessage>(messagesSql, orders);

describe('what a commit hands to the relay of its process', () => {
  it('is what stands in the table, byte for byte', async () => {
    const store = new StoreUnderTest(database.url);
    const orders = Array.from({ length: 5 }, anOrder);
    for (const type of ['UserCheckedOut', 'BasketDeleted', 'OrderCompleted'] as const)
      await Promise.all(orders.map((orderId) => store.writer.advance(delivery(orderId, type))));
    const rows = await stored(orders);
    expect(rows).toHaveLength(15);
    expect(rows.map((row) => store.fresh.take(row))).toEqual(rows);
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
    expect(store.fresh.take({ orderId, sequence: 1 })).toBeUndefined();
    expect(first?.type).toBe('PlaceOrderCommand');
    expect(second?.type).toBe('CompleteOrderCommand');
    expect(store.fresh.take({ orderId, sequence: 2 })).toEqual(second);
    await store.close();
  });

  it('is forgotten when a write fails: whether it was committed, and by whom, only the table can tell', async () => {
    let writes = 0;
    const around = between({
      write: (_writes, write) => {
        writes += 1;
        return writes === 2 ? Promise.reject(new Error('The connection is gone')) : write();
      },
    });
    const store = new StoreUnderTest(database.url, { around });
    const [before, after] = [anOrder(), anOrder()];
    await store.writer.advance(delivery(before, 'UserCheckedOut'));
    await store.writer.advance(delivery(after, 'UserCheckedOut'));
    expect(writes).toBe(3);
    expect(store.fresh.take({ orderId: before, sequence: 1 })).toBeUndefined();
    const [row] = await stored([after]);
    expect(store.fresh.take({ orderId: after, sequence: 1 })).toEqual(row);
    await store.close();
  });
});
