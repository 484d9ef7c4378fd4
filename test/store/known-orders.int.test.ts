import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { ReadRequest } from '../../src/store/tables.js';
import { createTestDatabase, type TestDatabase } from '../tools/test-database.js';
import { between } from './between.js';
import { anOrder, delivery, rowCounts, StoreUnderTest } from './store-under-test.js';

let database: TestDatabase;
let other: StoreUnderTest;
let store: StoreUnderTest;
/** Orders that were read from the tables, in turn. */
let read: string[];

beforeAll(async () => {
  database = await createTestDatabase();
  other = new StoreUnderTest(database.url);
});

afterAll(async () => {
  await other.close();
  await database.drop();
});

beforeEach(() => {
  read = [];
  const around = between({
    read: (requests: readonly ReadRequest[], go) => {
      read.push(...requests.map(({ orderId }) => orderId));
      return go();
    },
  });
  store = new StoreUnderTest(database.url, { around });
});

afterEach(async () => {
  await store.close();
});

describe('an order that this process began', () => {
  it('is not read for any of its steps, nor for their repeats', async () => {
    const orderId = anOrder();
    const steps = [
      delivery(orderId, 'UserCheckedOut'),
      delivery(orderId, 'BasketDeleted'),
      delivery(orderId, 'OrderCompleted'),
    ];
    for (const step of steps) expect(await store.writer.advance(step)).toBe('advanced');
    for (const step of steps) expect(await store.writer.advance(step)).toBe('duplicate');
    expect(read).toEqual([]);
    expect(await rowCounts(store.query, orderId)).toMatchObject({ orders: 1, inbox: 3, order_events: 3, messages: 3 });
  });

  it('is read and decided on again when another process has moved it since', async () => {
    const orderId = anOrder();
    await store.writer.advance(delivery(orderId, 'UserCheckedOut'));
    await other.writer.advance(delivery(orderId, 'OrderCancelled'));
    // From memory it would have been 'advanced', and the order both cancelled and completed.
    expect(await store.writer.advance(delivery(orderId, 'OrderCompleted'))).toBe('ignored');
    expect(await store.writer.advance(delivery(orderId, 'BasketDeleted'))).toBe('ignored');
    expect(read).toEqual([orderId, orderId]);
    expect(await rowCounts(store.query, orderId)).toMatchObject({ inbox: 4, order_events: 4, messages: 2 });
  });

  it('has seen what another process has applied since', async () => {
    const orderId = anOrder();
    const completed = delivery(orderId, 'OrderCompleted');
    await store.writer.advance(delivery(orderId, 'UserCheckedOut'));
    await other.writer.advance(completed);
    expect(await store.writer.advance(completed)).toBe('duplicate');
    expect(await rowCounts(store.query, orderId)).toMatchObject({ inbox: 2, order_events: 2, messages: 2 });
  });
});

describe('an order that another process began', () => {
  it('is read when its checkout comes again, alone or with others of its events', async () => {
    const orderId = anOrder();
    const [checkout, deleted] = [delivery(orderId, 'UserCheckedOut'), delivery(orderId, 'BasketDeleted')];
    await other.writer.advance(checkout);
    expect(await Promise.all([checkout, deleted].map((step) => store.writer.advance(step)))).toEqual([
      'duplicate',
      'advanced',
    ]);
    expect(await store.writer.advance(checkout)).toBe('duplicate');
    expect(new Set(read)).toEqual(new Set([orderId]));
    expect(await rowCounts(store.query, orderId)).toMatchObject({ orders: 1, inbox: 2, order_events: 2, messages: 2 });
  });

  it('is read with its event before the checkout, whatever comes with it', async () => {
    const orderId = anOrder();
    const [early, checkout] = [delivery(orderId, 'OrderCompleted'), delivery(orderId, 'UserCheckedOut')];
    await other.writer.advance(early);
    const answers = await Promise.all([checkout, early].map((step) => store.writer.advance(step)));
    expect(answers).toEqual(['advanced', 'duplicate']);
    expect(await rowCounts(store.query, orderId)).toMatchObject({ inbox: 2, order_events: 3, messages: 2 });
  });

  it('is not known from a read: its inbox may hold more than was asked for', async () => {
    const orderId = anOrder();
    const checkout = delivery(orderId, 'UserCheckedOut');
    await other.writer.advance(checkout);
    await store.writer.advance(delivery(orderId, 'BasketDeleted'));
    expect(await store.writer.advance(checkout)).toBe('duplicate');
    expect(read).toEqual([orderId, orderId]);
  });
});
