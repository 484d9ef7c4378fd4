import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { OrderId } from '../../../src/kernel/ids.js';
import { Database } from '../../../src/platform/prisma/database.js';
import type { Fault, VerifiedRule } from '../../../src/queries/verify/finding.js';
import { FindStrayRows, FindStrayRowsHandler } from '../../../src/queries/verify/find-stray-rows.js';
import { VerifyOrders, VerifyOrdersHandler } from '../../../src/queries/verify/verify-orders.js';
import { inputs } from '../../order/arbitrary-inputs.js';
import { anOrder, delivery, deliveryOf, StoreUnderTest } from '../../store/store-under-test.js';
import { createTestDatabase, type TestDatabase } from '../../tools/test-database.js';
import { type OrdersOfEveryFate, ordersOfEveryFate } from './orders-of-every-fate.js';

let database: TestDatabase;
let store: StoreUnderTest;
let reader: Database;

beforeAll(async () => {
  database = await createTestDatabase();
  store = new StoreUnderTest(database.url);
  reader = new Database({ url: database.url, connections: 2 });
});

afterEach(async () => {
  await store.query(
    'truncate orders, order_events, contacts, inbox, messages, outbox, deferred_messages, dead_letters',
  );
  await store.query(`update retention_marks set reached = '-infinity'`);
});

afterAll(async () => {
  await reader.close();
  await store.close();
  await database.drop();
});

/** All pages, as the command walks them. */
async function verify(): Promise<{ readonly orders: number; readonly faults: readonly Fault[] }> {
  const handler = new VerifyOrdersHandler(reader);
  const faults: Fault[] = [];
  let orders = 0;
  for (let after: OrderId | null = null, goesOn = true; goesOn;) {
    const page = await handler.execute(new VerifyOrders({ after }));
    orders += page.orders;
    faults.push(...page.faults);
    after = page.next;
    goesOn = after !== null;
  }
  return { orders, faults: [...faults, ...(await new FindStrayRowsHandler(reader).execute(new FindStrayRows(null)))] };
}

describe('verifying', () => {
  it('finds nothing wrong with whatever the store has written, whichever inputs came', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(inputs, { maxLength: 20 }), async (lives) => {
        await Promise.all(
          lives.map(async (life) => {
            const orderId = anOrder();
            for (const { body, cause } of life) await store.writer.advance(deliveryOf(orderId, body, cause.messageId));
          }),
        );
        expect((await verify()).faults).toEqual([]);
      }),
      { numRuns: 30 },
    );
  });

  it('finds nothing wrong with orders that are written meanwhile', async () => {
    const orders = Array.from({ length: 60 }, anOrder);
    const written = new AbortController();
    const verifier = (async () => {
      const found: Fault[] = [];
      while (!written.signal.aborted) found.push(...(await verify()).faults);
      return found;
    })();
    for (const type of ['BasketDeleted', 'UserCheckedOut', 'OrderCompleted', 'OrderCancelled'] as const)
      await Promise.all(orders.map((order) => store.writer.advance(delivery(order, type))));
    written.abort();
    expect(await verifier).toEqual([]);
  });

  it('walks all pages, and each order once', async () => {
    await Promise.all(Array.from({ length: 1_001 }, () => store.writer.advance(delivery(anOrder(), 'UserCheckedOut'))));
    expect(await verify()).toEqual({ orders: 1_001, faults: [] });
  });

  it('misses no message that a retention may have removed, and misses the others', async () => {
    const { completed } = await ordersOfEveryFate(store);
    await store.query('delete from outbox');
    await store.query(
      `update order_events set recorded_at = '2026-01-01' where version = 1 and order_id = $1`,
      completed,
    );
    await store.query('delete from messages where sequence = 1 and order_id = $1', completed);
    expect((await verify()).faults).toMatchObject([{ orderId: completed, rule: 'messages' }]);
    await store.query(`update retention_marks set reached = '2026-01-02'`);
    expect((await verify()).faults).toEqual([]);
    await store.query('delete from messages where sequence = 2 and order_id = $1', completed);
    expect((await verify()).faults).toMatchObject([{ orderId: completed, rule: 'messages' }]);
  });
});

type Corruption = readonly [rule: VerifiedRule, fate: keyof OrdersOfEveryFate, sql: string];

const corruptions: readonly Corruption[] = [
  ['history', 'completed', 'update orders set version = version + 1 where order_id = $1'],
  ['history', 'completed', 'delete from order_events where order_id = $1 and version = 2'],
  ['history', 'placed', `update order_events set type = 'OrderLost' where order_id = $1`],
  ['history', 'basketGone', 'delete from order_events where order_id = $1 and version = 1'],
  ['state', 'completed', `update orders set status = 'Cancelled' where order_id = $1`],
  [
    'state',
    'completed',
    `update order_events set type = 'OrderCancelled' where order_id = $1 and type = 'OrderCompleted'`,
  ],
  ['state', 'placed', 'update orders set basket_id = gen_random_uuid() where order_id = $1'],
  ['state', 'placed', 'update orders set total_minor = total_minor + 1 where order_id = $1'],
  ['state', 'placed', `update orders set currency = 'EUR' where order_id = $1`],
  ['state', 'placed', 'update orders set conversation_id = null where order_id = $1'],
  ['state', 'timedOut', 'update orders set timeout_retry_count = 2 where order_id = $1'],
  ['state', 'basketGone', 'update orders set basket_deleted = false where order_id = $1'],
  ['state', 'expired', 'update orders set wait_expiries = 0 where order_id = $1'],
  ['state', 'placed', 'update orders set placed_at = null where order_id = $1'],
  ['contact', 'completed', 'update orders set contact_version = null where order_id = $1'],
  ['contact', 'placed', 'delete from contacts where order_id = $1'],
  ['contact', 'placed', `insert into contacts values ($1, 7, 'A', 'B')`],
  ['contact', 'completed', `update contacts set full_name = 'Somebody Else' where order_id = $1 and version = 1`],
  ['timer', 'placed', 'update orders set wake_at = null where order_id = $1'],
  ['timer', 'placed', 'update orders set wake_attempt = 1 where order_id = $1'],
  ['timer', 'basketGone', 'update orders set wake_at = now() where order_id = $1'],
  ['timer', 'awaiting', 'update orders set wake_at = null where order_id = $1'],
  ['waiting', 'awaiting', 'delete from deferred_messages where order_id = $1 and version = 2'],
  ['waiting', 'awaiting', 'update deferred_messages set version = 3 where order_id = $1 and version = 2'],
  [
    'waiting',
    'overtaken',
    `insert into deferred_messages (order_id, message_id, version, type, source, headers, body) values ($1, 'x', 1, '', '', '{}', '')`,
  ],
  ['inbox', 'completed', 'delete from inbox where order_id = $1'],
  ['inbox', 'completed', `insert into inbox (order_id, message_id) values ($1, 'never came')`],
  ['inbox', 'expired', `insert into inbox (order_id, message_id) values ($1, 'expired')`],
  ['messages', 'completed', 'delete from messages where order_id = $1 and sequence = 2'],
  ['messages', 'completed', 'delete from messages where order_id = $1 and sequence = 3'],
  ['messages', 'cancelledUnheard', 'update orders set out_sequence = 2 where order_id = $1'],
  [
    'messages',
    'placed',
    `insert into messages select order_id, 2, gen_random_uuid(), type, destination, content_type, headers, body, 1
     from messages where order_id = $1`,
  ],
  ['commands', 'completed', `update messages set type = 'CancelOrderCommand' where order_id = $1 and sequence = 3`],
  ['commands', 'completed', 'update messages set event_version = 1 where order_id = $1 and sequence = 3'],
  ['commands', 'placed', 'update messages set event_version = 9 where order_id = $1'],
  ['pointer', 'placed', 'delete from messages where order_id = $1'],
  ['pointer', 'placed', 'update outbox set lane = (lane + 1) % 16 where order_id = $1'],
  ['pointer', 'placed', 'update outbox set held_by = sequence where order_id = $1'],
  ['pointer', 'placed', 'update outbox set quarantined_at = now() where order_id = $1'],
  ['order', 'placed', 'delete from orders where order_id = $1'],
];

describe('verifying names what was changed by hand', () => {
  it.each(corruptions)('as a fault of the %s: %s, %s', async (rule, fate, sql) => {
    const orders = await ordersOfEveryFate(store);
    expect((await verify()).faults).toEqual([]);
    await store.query(sql, orders[fate]);
    const { faults } = await verify();
    expect(faults.map((fault) => fault.rule)).toContain(rule);
    expect(new Set(faults.map(({ orderId }) => orderId))).toEqual(new Set([orders[fate]]));
    for (const { is, shouldBe } of faults) {
      expect(is).not.toBe(shouldBe);
      expect(`${is} ${shouldBe}`).not.toMatch(/Mai Tran|Somebody|example\.test/);
    }
  });

  it.each(['order_events', 'contacts', 'inbox', 'messages', 'outbox', 'deferred_messages'])(
    'as rows in %s of an order that there is not',
    async (table) => {
      const { awaiting, placed } = await ordersOfEveryFate(store);
      const rows = `insert into ${table} select (jsonb_populate_record(t, '{"order_id": "00000000-0000-7000-8000-000000000001"}')).*
        from ${table} t where order_id in ($1, $2) limit 1`;
      await store.query(rows.replace('select', 'overriding user value select'), awaiting, placed);
      expect((await verify()).faults).toEqual([
        {
          orderId: '00000000-0000-7000-8000-000000000001',
          rule: 'order',
          is: `no order, but rows in ${table}`,
          shouldBe: 'an order',
        },
      ]);
    },
  );
});
