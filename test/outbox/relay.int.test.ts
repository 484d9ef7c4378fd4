import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { BrokerUnavailable } from '../../src/broker/broker.js';
import type { OutboxRow, FailedPublish, FetchRequest } from '../../src/outbox/outbox-rows.js';
import { OutboxRows } from '../../src/outbox/outbox-rows.js';
import { eventually } from '../tools/eventually.js';
import { capriciousBroker, confirmEverything, FakeBroker, type Fate, lehmer } from './fake-broker.js';
import { OutboxWorld } from './outbox-world.js';

let world: OutboxWorld;

beforeEach(async () => {
  world = await OutboxWorld.open();
});

afterEach(async () => {
  await world.close();
});

describe('the relay', () => {
  it('publishes each message once, in the order of its order, and keeps the row until the broker has confirmed it', async () => {
    const orders = OutboxWorld.orders(50);
    const broker = confirmEverything();
    await world.put(orders, 5);
    await world.start({ broker });
    await world.put(orders, 5);
    await world.untilEmpty();
    for (const orderId of orders) expect(broker.sequencesOf(orderId)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    expect(broker.overlaps).toEqual([]);
  });

  it('never has two unconfirmed messages of one order, nor overtakes, however confirms are delayed, refused and lost', async () => {
    const chances = fc.record({
      seed: fc.integer({ min: 1, max: 2 ** 31 - 2 }),
      refused: fc.integer({ min: 0, max: 5 }),
      lost: fc.integer({ min: 0, max: 5 }),
    });
    await fc.assert(
      fc.asyncProperty(chances, async ({ seed, refused, lost }) => {
        const broker = capriciousBroker(lehmer(seed), { refused, lost });
        const orders = OutboxWorld.orders(25);
        const relay = await world.start({ broker });
        await world.put(orders, 4);
        await world.put(orders, 4);
        await world.untilEmpty(30_000);
        await world.stop(relay);
        expect(broker.overlaps).toEqual([]);
        for (const orderId of orders) {
          expect(broker.sequencesOf(orderId)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
          const tried = broker.sequencesOf(orderId, broker.attempts);
          expect(tried).toEqual([...tried].sort((a, b) => a - b));
        }
        const bytes = new Set(broker.attempts.map(({ messageId, body }) => `${String(messageId)} ${body}`));
        expect(bytes.size).toBe(orders.length * 8);
      }),
      { numRuns: 3 },
    );
  });

  it('counts refusals, waits longer after each, and quarantines the message with those behind it, and no others', async () => {
    const [bad, good] = OutboxWorld.orders(2, 3);
    const broker = new FakeBroker(({ orderId }) => (orderId === bad ? 'refused' : 'confirmed'));
    await world.put([bad, good], 3);
    await world.start({ broker, maxAttempts: 3 });
    const waits: number[] = [];
    await eventually(async () => {
      const [first] = await world.left();
      if (first?.wait_ms !== null && first?.attempts === waits.length + 1) waits.push(first.wait_ms);
      expect(first).toMatchObject({ sequence: 1, attempts: 3, quarantined: true });
    });
    expect(waits).toHaveLength(2);
    expect(waits[0]).toBeLessThanOrEqual(500);
    expect(waits[1]).toBeGreaterThan(400);
    expect(broker.sequencesOf(bad, broker.attempts)).toEqual([1, 1, 1]);
    await world.put([bad, good], 1);
    await eventually(() => {
      expect(broker.sequencesOf(good)).toEqual([1, 2, 3, 4]);
    });
    await eventually(async () => {
      expect((await world.left()).map(({ order_id, sequence }) => [order_id, sequence])).toEqual(
        [1, 2, 3, 4].map((sequence) => [bad, sequence]),
      );
    });
    expect(broker.sequencesOf(bad, broker.attempts)).toEqual([1, 1, 1]);
    const letters = await world.sql.query('select * from dead_letters');
    expect(letters.rows).toHaveLength(1);
    expect(letters.rows[0]).toMatchObject({
      ...{ direction: 'outbound', reason: 'PublishFailed', order_id: bad, type: 'Test', source: 'a', attempts: 3 },
      ...{ message_id: broker.attempts[0]?.messageId, content_type: 'application/json', headers: { of: 'a test' } },
      detail: 'The broker did not confirm a message to a: refused',
    });
    const [attempt] = broker.attempts.filter(({ orderId }) => orderId === bad);
    expect((letters.rows[0] as { body: Buffer }).body.toString()).toBe(attempt?.body);
  });

  it('keeps trying a message that has no queue to go to yet, and quarantines nothing', async () => {
    const [unbound, bound] = OutboxWorld.orders(2);
    let isBound = false;
    const broker = new FakeBroker(({ orderId }) => (orderId === unbound && !isBound ? 'unroutable' : 'confirmed'));
    await world.put([unbound, bound], 2);
    await world.start({ broker, maxAttempts: 1 });
    await eventually(async () => {
      const [first] = await world.left();
      expect(first).toMatchObject({ order_id: unbound, sequence: 1, quarantined: false });
      expect(first?.attempts).toBeGreaterThan(1);
    });
    expect(broker.sequencesOf(bound)).toEqual([1, 2]);
    isBound = true;
    await world.untilEmpty();
    expect(broker.sequencesOf(unbound)).toEqual([1, 2]);
    expect((await world.sql.query('select from dead_letters')).rowCount).toBe(0);
  });

  it('blames no message for a broker that is away, and goes on in order when it is back', async () => {
    const orders = OutboxWorld.orders(20);
    let isAway = true;
    const broker = new FakeBroker(() => (isAway ? 'lost' : 'confirmed'));
    await world.put(orders, 3);
    await world.start({ broker, maxAttempts: 2 });
    await eventually(() => {
      expect(broker.attempts.length).toBeGreaterThan(orders.length + 3);
    });
    expect((await world.left()).filter(({ attempts }) => attempts > 0)).toEqual([]);
    isAway = false;
    await world.untilEmpty();
    for (const orderId of orders) expect(broker.sequencesOf(orderId)).toEqual([1, 2, 3]);
  });

  it('waits for a broker that says it can not be reached', async () => {
    const broker = confirmEverything();
    broker.isUp = false;
    await world.start({ broker });
    await world.put(OutboxWorld.orders(3), 2);
    await eventually(async () => {
      expect(await world.lanes()).toEqual([16]);
    });
    expect(broker.attempts).toEqual([]);
    broker.isUp = true;
    await world.untilEmpty();
  });

  it('gets everything out past a message that closes the channel each time, and quarantines that one', async () => {
    const [poison, ...others] = OutboxWorld.orders(40);
    const rejections = new Set<() => void>();
    // As a channel does: whatever is out is lost with it, and only a message that was alone can be blamed.
    const broker = new FakeBroker(async ({ orderId }, { outstanding }) => {
      if (orderId === poison) {
        const isAlone = outstanding === 1;
        for (const reject of [...rejections]) reject();
        return isAlone ? 'refused' : 'lost';
      }
      let lose: () => void = () => undefined;
      const lost = new Promise<'lost'>((resolve) => {
        lose = () => {
          resolve('lost');
        };
      });
      rejections.add(lose);
      const fate = await Promise.race([pause(3, 'confirmed' as const), lost]);
      rejections.delete(lose);
      return fate;
    });
    await world.put([poison, ...others], 3);
    await world.start({ broker, maxAttempts: 3 });
    await eventually(
      async () => {
        expect(
          (await world.left()).map(({ order_id, sequence, quarantined }) => [order_id, sequence, quarantined]),
        ).toEqual([
          [poison, 1, true],
          [poison, 2, false],
          [poison, 3, false],
        ]);
      },
      { within: 20_000 },
    );
    for (const orderId of others) expect(broker.sequencesOf(orderId)).toEqual([1, 2, 3]);
    expect(broker.overlaps).toEqual([]);
  });

  it('loses nothing, and publishes nothing again, while confirmed rows can not be removed', async () => {
    const orders = OutboxWorld.orders(10);
    const broker = confirmEverything();
    const failing = new FailingRemoval(world.rows, 3);
    await world.put(orders, 2);
    await world.start({ broker, rows: failing });
    await world.untilEmpty();
    expect(failing.failures).toBe(3);
    for (const orderId of orders) expect(broker.sequencesOf(orderId)).toEqual([1, 2]);
  });

  it('finishes what is on its way before it stops, and gives its lanes back', async () => {
    const orders = OutboxWorld.orders(30);
    const broker = new FakeBroker(async (): Promise<Fate> => {
      await pause(20);
      return 'confirmed';
    });
    await world.put(orders, 2);
    const relay = await world.start({ broker });
    await eventually(() => {
      expect(broker.outstanding).toBe(30);
    });
    await world.stop(relay);
    expect(broker.outstanding).toBe(0);
    expect(await world.lanes()).toEqual([]);
    expect((await world.left()).length).toBe(60 - broker.confirmed.length);
  });
});

/** Removes nothing the first few times. */
class FailingRemoval extends OutboxRows {
  failures = 0;

  constructor(
    private readonly inner: OutboxRows,
    private readonly times: number,
  ) {
    super();
  }

  override fetch(request: FetchRequest): Promise<readonly OutboxRow[]> {
    return this.inner.fetch(request);
  }

  override async remove(ids: readonly bigint[]): Promise<void> {
    if (this.failures < this.times) {
      this.failures += 1;
      throw new BrokerUnavailable();
    }
    await this.inner.remove(ids);
  }

  override fail(failed: FailedPublish): Promise<void> {
    return this.inner.fail(failed);
  }
}
