import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { EncodeCommand } from '../../src/contracts/codec.js';
import type { OrderId } from '../../src/kernel/ids.js';
import { Wake } from '../../src/platform/wake.js';
import { RepublishMessages } from '../../src/saga/republish-messages.js';
import { RepublishMessagesHandler } from '../../src/saga/republish-messages.handler.js';
import type { MessageSelection } from '../../src/saga/sent-messages.js';
import { PrismaSentMessages } from '../../src/store/prisma-sent-messages.js';
import { anOrder, delivery, StoreUnderTest } from '../store/store-under-test.js';
import { eventually } from '../tools/eventually.js';
import { FakeBroker, type Fate } from './fake-broker.js';
import { OutboxWorld } from './outbox-world.js';

let world: OutboxWorld;
let republisher: RepublishMessagesHandler;

class WorldWake extends Wake {
  override ring(): void {
    world.ring();
  }
}

beforeEach(async () => {
  world = await OutboxWorld.open();
  republisher = new RepublishMessagesHandler(new PrismaSentMessages(world.database, new WorldWake()));
});

afterEach(async () => {
  await world.close();
});

const republish = (selection: MessageSelection) => republisher.execute(new RepublishMessages(selection));
const count = (selection: MessageSelection) => republisher.execute(new RepublishMessages(selection, 'count'));
const ever = { from: new Date('2000-01-01'), to: new Date('2100-01-01') };

const isEmpty = () =>
  eventually(async () => {
    expect(await world.left()).toEqual([]);
  });

const distinct = (bytes: readonly { readonly messageId: string | null; readonly body: string }[]) =>
  new Set(bytes.map(({ messageId, body }) => `${String(messageId)} ${body}`)).size;

describe('republishing', () => {
  it('sends every message of an order again, in its order, with the same id and bytes', async () => {
    const [order, other] = OutboxWorld.orders(2);
    const broker = new FakeBroker(() => 'confirmed');
    await world.start({ broker });
    await world.put([order, other], 3);
    await isEmpty();
    expect(await republish({ orderId: order })).toEqual({ republished: 3, waiting: 0 });
    await isEmpty();
    expect(broker.sequencesOf(order)).toEqual([1, 2, 3, 1, 2, 3]);
    expect(broker.sequencesOf(other)).toEqual([1, 2, 3]);
    expect(distinct(broker.confirmed)).toBe(6);
  });

  it('only counts when asked to', async () => {
    const [order] = OutboxWorld.orders(2);
    const broker = new FakeBroker(() => 'confirmed');
    await world.start({ broker });
    await world.put([order], 2);
    await isEmpty();
    broker.isUp = false;
    await world.put([order], 1);
    expect(await count(ever)).toEqual({ republished: 2, waiting: 1 });
    expect(await world.left()).toHaveLength(1);
  });

  it('puts what comes back before what of its order still waits, and leaves what waits as it was', async () => {
    const [order] = OutboxWorld.orders(2);
    const broker = new FakeBroker(({ sequence }) => (sequence === 4 ? 'refused' : 'confirmed'));
    await world.start({ broker, maxAttempts: 1 });
    await world.put([order], 5);
    await eventually(async () => {
      expect(await world.left()).toMatchObject([{ sequence: 4, quarantined: true }, { sequence: 5 }]);
    });
    expect(await republish({ orderId: order })).toEqual({ republished: 3, waiting: 2 });
    expect(await outOfOrder()).toEqual([]);
    await eventually(async () => {
      expect(await world.left()).toMatchObject([
        { sequence: 4, attempts: 1, quarantined: true, last_error: expect.stringContaining('refused') as unknown },
        { sequence: 5, attempts: 0, quarantined: false },
      ]);
    });
    expect(broker.sequencesOf(order)).toEqual([1, 2, 3, 1, 2, 3]);
  });

  it('changes nothing when it is repeated while the broker is away, by several operators at once', async () => {
    const orders = OutboxWorld.orders(20);
    const broker = new FakeBroker(() => 'confirmed');
    await world.start({ broker });
    await world.put(orders, 3);
    await isEmpty();
    broker.isUp = false;
    const sums = await Promise.all([republish(ever), republish(ever), republish({ orderId: orders[0] })]);
    expect(sums.reduce((sum, { republished }) => sum + republished, 0)).toBe(60);
    expect(await republish(ever)).toEqual({ republished: 0, waiting: 60 });
    expect(await outOfOrder()).toEqual([]);
    broker.isUp = true;
    await isEmpty();
    for (const order of orders) expect(broker.sequencesOf(order)).toEqual([1, 2, 3, 1, 2, 3]);
  });

  it('takes a time range from its first moment on and before its last, to the microsecond, page by page', async () => {
    const orders = OutboxWorld.orders(30);
    await world.put(orders, 700);
    await world.sql.query('delete from outbox');
    // Twenty-one thousand at once, more than are fetched together, and one a microsecond before and after.
    await world.sql.query(`update messages set created_at = '2026-03-01T12:00:00.000Z'`);
    const [first, second] = orders;
    const at = (moment: string, order: OrderId) =>
      world.sql.query('update messages set created_at = $1 where order_id = $2 and sequence = 1', [moment, order]);
    await at('2026-03-01T11:59:59.999999Z', first);
    await at('2026-03-01T12:00:00.000001Z', second);
    const from = new Date('2026-03-01T12:00:00Z');
    expect(await count({ from, to: new Date('2026-03-01T12:00:00.001Z') })).toEqual({
      republished: 20_999,
      waiting: 0,
    });
    expect(await count({ from: new Date('2026-01-01'), to: from })).toEqual({ republished: 1, waiting: 0 });
    expect(await republish(ever)).toEqual({ republished: 21_000, waiting: 0 });
    expect(await outOfOrder()).toEqual([]);
  });

  it('leaves what an operator has discarded, which was never sent', async () => {
    const [order] = OutboxWorld.orders(2);
    const broker = new FakeBroker(({ sequence }) => (sequence === 1 ? 'refused' : 'confirmed'));
    await world.start({ broker, maxAttempts: 1 });
    await world.put([order], 2);
    await eventually(async () => {
      expect((await world.left())[0]).toMatchObject({ sequence: 1, quarantined: true });
    });
    await world.sql.query(
      `update dead_letters set resolution = 'discarded', resolved_at = now(), resolved_by = 'a test'`,
    );
    await world.sql.query('delete from outbox where sequence = 1');
    world.ring();
    await isEmpty();
    expect(await republish({ orderId: order })).toEqual({ republished: 1, waiting: 0 });
  });

  it('leaves what a retention has given up', async () => {
    const [order] = OutboxWorld.orders(2);
    await world.put([order], 2);
    await world.sql.query('delete from outbox');
    await world.sql.query(`update retention_marks set reached = now() + interval '1 minute'`);
    expect(await republish({ orderId: order })).toEqual({ republished: 0, waiting: 0 });
    expect(await world.left()).toEqual([]);
  });
});

// Bodies that the fake broker can read; which message it was is told by its id.
const encode: EncodeCommand = ({ body: { type } }, { orderId }) => ({
  type,
  destination: 'a',
  contentType: 'application/json',
  headers: {},
  body: JSON.stringify({ orderId, sequence: 0 }),
});

describe('republishing while orders are written and relayed', () => {
  it('waits for a writer that is about to commit a message of the order, and comes before it', async () => {
    const order = anOrder();
    const store = new StoreUnderTest(world.url, { encode });
    await store.writer.advance(delivery(order, 'UserCheckedOut'));
    await store.close();
    await world.sql.query('delete from outbox');
    const writer = await world.sql.connect();
    await writer.query('begin');
    await writer.query('update orders set out_sequence = 2 where order_id = $1', [order]);
    await writer.query(
      `insert into messages select order_id, 2, gen_random_uuid(), type, destination, content_type, headers, body, 1 from messages`,
    );
    await writer.query('insert into outbox (order_id, sequence, lane) select order_id, 2, 0 from orders');
    const republished = republish({ orderId: order });
    await eventually(async () => {
      const { rowCount } = await world.sql.query(
        `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
      );
      expect(rowCount).toBe(1);
    });
    await writer.query('commit');
    writer.release();
    expect(await republished).toMatchObject({ republished: 1 });
    expect(await outOfOrder()).toEqual([]);
    expect(await world.left()).toMatchObject([{ sequence: 1 }, { sequence: 2 }]);
  });

  it('never lets a message of an order overtake another that waits, and ends with everything sent in order', async () => {
    const orders = Array.from({ length: 40 }, anOrder);
    let fates = 0;
    const broker = new FakeBroker(async (): Promise<Fate> => {
      fates += 1;
      await pause(fates % 4);
      return fates % 50 === 0 ? 'lost' : 'confirmed';
    });
    const store = new StoreUnderTest(world.url, { encode });
    await world.start({ broker });
    let isWriting = true;
    const seen: unknown[] = [];
    const operators = Array.from({ length: 3 }, async (_nothing, operator) => {
      for (let turn = operator; isWriting; turn += 7) {
        const orderId = orders[turn % orders.length];
        if (orderId !== undefined) await republish(turn % 5 === 0 ? ever : { orderId });
        seen.push(...(await outOfOrder()));
      }
    });
    for (const type of ['UserCheckedOut', 'BasketDeleted', 'OrderCompleted'] as const) {
      await Promise.all(
        orders.map(async (order, index) => {
          await pause(index * 5);
          await store.writer.advance(delivery(order, type));
          world.ring();
        }),
      );
    }
    isWriting = false;
    await Promise.all(operators);
    await isEmpty();
    await republish(ever);
    await isEmpty();
    await store.close();
    expect(seen).toEqual([]);
    expect(broker.overlaps).toEqual([]);
    const sequences = await sequencesById();
    const told = broker.confirmed.map(({ orderId, messageId }) => ({ orderId, sequence: sequences.get(messageId) }));
    for (const order of orders) {
      const own = told.filter(({ orderId }) => orderId === order).map(({ sequence }) => sequence);
      expect([...new Set(own)]).toEqual([1, 2, 3]);
      expect(own.slice(-3)).toEqual([1, 2, 3]);
    }
    expect(told.length).toBeGreaterThan(orders.length * 3);
  });
});

/** Pointers that the relay would send before an earlier one of their order. */
async function outOfOrder(): Promise<readonly unknown[]> {
  const { rows } = await world.sql.query<Record<string, unknown>>(
    `select * from (select order_id, sequence, max(sequence) over (partition by order_id order by id) as before from outbox) p
     where before > sequence`,
  );
  return rows;
}

async function sequencesById(): Promise<ReadonlyMap<string | null, number>> {
  const { rows } = await world.sql.query<{ readonly message_id: string; readonly sequence: number }>(
    'select message_id, sequence from messages',
  );
  return new Map(rows.map(({ message_id: id, sequence }) => [id, sequence]));
}
