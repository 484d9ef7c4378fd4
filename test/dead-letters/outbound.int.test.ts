import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { OrderId } from '../../src/kernel/ids.js';
import { laneOf } from '../../src/kernel/lane.js';
import { PrismaOpenLetters } from '../../src/store/prisma-open-letters.js';
import { FakeBroker } from '../outbox/fake-broker.js';
import { OutboxWorld } from '../outbox/outbox-world.js';
import { RungWake } from '../store/store-under-test.js';
import { eventually } from '../tools/eventually.js';
import { lettersOf } from './letters-table.js';

let world: OutboxWorld;
let wake: RungWake;
let letters: PrismaOpenLetters;

beforeEach(async () => {
  world = await OutboxWorld.open();
  wake = new RungWake();
  letters = new PrismaOpenLetters(world.database, wake);
});
afterEach(() => world.close());

/** A relay whose broker refuses the first message of `bad`, which ends quarantined with the two behind it. */
async function quarantineOf(bad: OrderId, maxAttempts = 1) {
  const broker = new FakeBroker(({ orderId, sequence }) =>
    refuses && orderId === bad && sequence === 1 ? 'refused' : 'confirmed',
  );
  let refuses = true;
  await world.put([bad], 3);
  const relay = await world.start({ broker, maxAttempts });
  await eventually(async () => {
    expect((await world.left())[0]).toMatchObject({ sequence: 1, quarantined: true });
  });
  const mend = () => {
    refuses = false;
  };
  return { broker, relay, mend };
}

const someoneWaits = () =>
  eventually(async () => {
    const { rowCount } = await world.sql.query(
      `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
    );
    expect(rowCount).toBe(1);
  });

const idsOf = async () => (await lettersOf(world.sql)).map(({ id }) => id);
const stretch = (orderId: OrderId) => ({ which: { orderId }, after: null, limit: 10 });

describe('a quarantined message', () => {
  it('goes out when its letter is redriven, and what it held back after it, in order', async () => {
    const [bad] = OutboxWorld.orders(1);
    const { broker, relay, mend } = await quarantineOf(bad);
    mend();
    expect([...(await letters.release(await idsOf(), 'mai')).values()]).toEqual(['released']);
    expect(wake.lanes).toEqual([laneOf(bad)]);
    relay.ring();
    await eventually(() => {
      expect(broker.sequencesOf(bad)).toEqual([1, 2, 3]);
    });
    expect(
      new Set(broker.attempts.filter(({ sequence }) => sequence === 1).map(({ messageId }) => messageId)).size,
    ).toBe(1);
    expect(await lettersOf(world.sql)).toMatchObject([{ resolution: 'redriven', resolved_by: 'mai' }]);
  });

  it('takes what is behind it out of the sight of every fetch, also what is written later', async () => {
    const [bad, good] = OutboxWorld.orders(2);
    const { broker, relay, mend } = await quarantineOf(bad);
    await world.put([bad, good], 2);
    await eventually(async () => {
      expect((await world.left()).map(({ order_id, held_by }) => [order_id, held_by])).toEqual(
        [1, 2, 3, 4, 5].map(() => [bad, 1]),
      );
    });
    expect(broker.sequencesOf(good)).toEqual([1, 2]);
    mend();
    await letters.release(await idsOf(), 'mai');
    relay.ring();
    await eventually(() => {
      expect(broker.sequencesOf(bad)).toEqual([1, 2, 3, 4, 5]);
    });
  });

  it('stays, with all behind it, when a relay that has lost its lane hears late that it was confirmed', async () => {
    const [bad] = OutboxWorld.orders(1);
    await quarantineOf(bad);
    world.ring();
    await eventually(async () => {
      expect((await world.left()).map(({ held_by }) => held_by)).toEqual([1, 1, 1]);
    });
    const { rows } = await world.sql.query<{ readonly id: string }>('select id from outbox');
    await world.rows.remove(rows.map(({ id }) => BigInt(id)));
    expect(await world.left()).toHaveLength(3);
  });

  it('is let out with what a relay was just holding back behind it', async () => {
    const [bad] = OutboxWorld.orders(1);
    const { broker, relay, mend } = await quarantineOf(bad);
    await world.stop(relay);
    await world.sql.query('update outbox set held_by = 1');
    await world.put([bad], 1);
    const other = await world.sql.connect();
    await other.query('begin');
    await other.query('select from outbox where sequence = 1 for share');
    await other.query('update outbox set held_by = 1 where sequence = 4');
    const released = letters.release(await idsOf(), 'mai');
    await someoneWaits();
    await other.query('commit');
    other.release();
    await released;
    expect((await world.left()).map(({ held_by }) => held_by)).toEqual([null, null, null, null]);
    mend();
    await world.start({ broker });
    await eventually(() => {
      expect(broker.sequencesOf(bad)).toEqual([1, 2, 3, 4]);
    });
  });

  it('makes no relay wait while an operator decides on it', async () => {
    const [bad] = OutboxWorld.orders(1);
    const { broker, mend } = await quarantineOf(bad);
    const operator = await world.sql.connect();
    await operator.query('begin');
    await operator.query('select from outbox where sequence = 1 for update');
    const [good] = OutboxWorld.orders(1);
    await world.put([bad, good], 1);
    await eventually(async () => {
      expect((await world.left()).at(3)).toMatchObject({ order_id: bad, sequence: 4, held_by: null });
      expect(broker.sequencesOf(good)).toEqual([1]);
    });
    await operator.query('update outbox set quarantined_at = null, next_attempt_at = null, held_by = null');
    await operator.query('commit');
    operator.release();
    mend();
    world.ring();
    await eventually(() => {
      expect(broker.sequencesOf(bad)).toEqual([1, 2, 3, 4]);
    });
  });

  it('goes out in order, with all behind it, however often it is released while others are written and held back', async () => {
    const orders = OutboxWorld.orders(12);
    let tries = 0;
    const broker = new FakeBroker(() => ((tries += 1) % 4 === 0 ? 'refused' : 'confirmed'));
    await world.start({ broker, maxAttempts: 1 });
    let isOver = false;
    const operator = async () => {
      while (!isOver) {
        const open = (await lettersOf(world.sql)).filter(({ resolution }) => resolution === null);
        await letters.release(
          open.map(({ id }) => id),
          'mai',
        );
        world.ring();
      }
    };
    const operators = [operator(), operator()];
    try {
      for (let turn = 0; turn < 40; turn += 1) await world.put(orders, 1);
      await eventually(
        async () => {
          expect(await world.left()).toEqual([]);
        },
        { within: 30_000 },
      );
    } finally {
      isOver = true;
      await Promise.all(operators);
    }
    const all = Array.from({ length: 40 }, (_nothing, index) => index + 1);
    for (const order of orders) expect(broker.sequencesOf(order)).toEqual(all);
  });

  it('released by two operators at once is released once', async () => {
    const [bad] = OutboxWorld.orders(1);
    await quarantineOf(bad);
    const ids = await idsOf();
    const released = await Promise.all([letters.release(ids, 'mai'), letters.release(ids, 'colleague')]);
    expect(released.flatMap((one) => [...one.values()]).sort()).toEqual(['alreadyReleased', 'released']);
  });

  it('is given all its attempts anew, and its letter is open again when they are used up', async () => {
    const [bad] = OutboxWorld.orders(1);
    const { broker, relay } = await quarantineOf(bad, 2);
    await letters.release(await idsOf(), 'mai');
    expect(await world.left()).toMatchObject([{ attempts: 0, quarantined: false, last_error: null }, {}, {}]);
    relay.ring();
    await eventually(async () => {
      expect((await world.left())[0]).toMatchObject({ attempts: 2, quarantined: true });
      expect(await lettersOf(world.sql)).toMatchObject([{ attempts: 4, resolution: null, resolved_by: null }]);
    });
    expect(broker.sequencesOf(bad, broker.attempts)).toEqual([1, 1, 1, 1]);
  });

  it('never goes out when its letter is discarded, but what it held back does', async () => {
    const [bad] = OutboxWorld.orders(1);
    const { broker, relay, mend } = await quarantineOf(bad);
    mend();
    const discarded = await letters.discard(stretch(bad), { by: 'mai', reason: 'nobody wants it' });
    expect(discarded.letters).toEqual(await idsOf());
    expect(wake.lanes).toEqual([laneOf(bad)]);
    relay.ring();
    await eventually(() => {
      expect(broker.sequencesOf(bad)).toEqual([2, 3]);
    });
    expect(await lettersOf(world.sql)).toMatchObject([{ resolution: 'discarded' }]);
    const { rowCount } = await world.sql.query('select from messages where order_id = $1', [bad]);
    expect(rowCount).toBe(3);
  });

  it('is released or discarded, whichever operator comes first, and the other one is told', async () => {
    const [bad] = OutboxWorld.orders(1);
    const { relay } = await quarantineOf(bad);
    await world.stop(relay);
    const ids = await idsOf();
    const [released, discarded] = await Promise.all([
      letters.release(ids, 'mai'),
      letters.discard(stretch(bad), { by: 'colleague', reason: 'nobody wants it' }),
    ]);
    const outcome = [...released.values()].concat(discarded.letters.map(() => 'discarded'));
    const [letter] = await lettersOf(world.sql);
    expect(outcome).toEqual(letter?.resolution === 'redriven' ? ['released'] : ['discarded', 'discarded']);
    expect(letter?.resolutions).toHaveLength(1);
    const left = (await world.left()).map(({ sequence, held_by }) => [sequence, held_by]);
    expect(left).toEqual((letter?.resolution === 'redriven' ? [1, 2, 3] : [2, 3]).map((sequence) => [sequence, null]));
    expect([...(await letters.release(ids, 'mai')).values()]).toEqual([
      letter?.resolution === 'redriven' ? 'alreadyReleased' : 'discarded',
    ]);
  });
});
