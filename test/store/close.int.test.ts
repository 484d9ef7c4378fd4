import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { WriterClosed } from '../../src/saga/order-writer.js';
import { createTestDatabase, type TestDatabase } from '../tools/test-database.js';
import { between } from './between.js';
import { gate } from './gate.js';
import { anOrder, delivery, rowCounts, StoreUnderTest } from './store-under-test.js';

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
});

afterAll(async () => {
  await database.drop();
});

describe('a store that closes', () => {
  it('finishes what is being written, and hands back what waits', async () => {
    const writing = gate();
    const mayGoOn = gate();
    const around = between({
      write: async (_writes, write) => {
        writing.open();
        await mayGoOn.opened;
        return write();
      },
    });
    const store = new StoreUnderTest(database.url, { around });
    const orderId = anOrder();
    const inFlight = store.writer.advance(delivery(orderId, 'UserCheckedOut'));
    await writing.opened;
    const waiting = store.writer.advance(delivery(orderId, 'OrderCompleted'));
    const closed = store.writer.close();
    await expect(waiting).rejects.toThrow(WriterClosed);
    mayGoOn.open();
    expect(await inFlight).toBe('advanced');
    await closed;
    expect(await rowCounts(store.query, orderId)).toMatchObject({ order_events: 1, inbox: 1 });
    await store.close();
  });

  it('takes nothing more', async () => {
    const store = new StoreUnderTest(database.url);
    await store.writer.close();
    const orderId = anOrder();
    await expect(store.writer.advance(delivery(orderId, 'UserCheckedOut'))).rejects.toMatchObject({
      code: 'STORE.CLOSED',
    });
    expect(await rowCounts(store.query, orderId)).toMatchObject({ orders: 0, inbox: 0 });
    await store.close();
  });

  it('doesn’t wait for a database that is out of reach', async () => {
    const refused = gate();
    const around = between({
      read: () => {
        refused.open();
        throw Object.assign(new Error('Nobody listens'), { code: 'ECONNREFUSED', syscall: 'connect' });
      },
    });
    const store = new StoreUnderTest(database.url, { around, remembers: false });
    const step = store.writer.advance(delivery(anOrder(), 'UserCheckedOut'));
    await refused.opened;
    const closed = store.writer.close();
    await expect(step).rejects.toThrow(WriterClosed);
    await closed;
    await store.close();
  });
});
