import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type OrdersOfEveryFate, ordersOfEveryFate } from '../queries/verify/orders-of-every-fate.js';
import { anOrder, StoreUnderTest } from '../store/store-under-test.js';
import { createTestDatabase, type TestDatabase } from '../tools/test-database.js';
import { runFinance } from './finance-command.js';

let database: TestDatabase;
let store: StoreUnderTest;
let orders: OrdersOfEveryFate;

beforeAll(async () => {
  database = await createTestDatabase();
  store = new StoreUnderTest(database.url);
  orders = await ordersOfEveryFate(store);
});

afterAll(async () => {
  await store.close();
  await database.drop();
});

const verify = (...args: readonly string[]) => runFinance({ DATABASE_URL: database.url }, 'verify', ...args);

describe('finance verify', () => {
  it('ends with 0 where every order is as it should be, with 5 and each fault where one is not', async () => {
    const sound = await verify();
    expect(sound).toMatchObject({ code: 0, stdout: '' });
    expect(sound.stderr).toMatch(/^8 orders verified in [\d.]+ s: 0 faults\.\n$/);

    await store.query('update orders set wake_at = null where order_id = $1', orders.placed);
    const faulty = await verify();
    expect(faulty).toMatchObject({ code: 5, stdout: `${orders.placed} timer: set false; should be: set true\n` });
    const one = await verify('--order', orders.placed, '--json');
    expect(one).toMatchObject({ code: 5, stderr: '' });
    expect(one.records()).toEqual([{ orderId: orders.placed, rule: 'timer', is: 'set false', shouldBe: 'set true' }]);
    expect(await verify('--order', orders.completed)).toMatchObject({ code: 0, stdout: '' });
  });

  it('ends with 1 where there is no such order', async () => {
    expect(await verify('--order', anOrder())).toMatchObject({ code: 1, stdout: '' });
  });
});
