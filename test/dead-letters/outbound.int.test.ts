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

const idsOf = async () => (await lettersOf(world.sql)).map(({ id }) => id);
const stretch = (orderId: OrderId) => ({ which: { orderId }, after: null, limit: 10 });

describe('a quarantined message', () => {
  it('goes out when its letter is redriven, and what it held back after it, in order', async () => {
    const [bad] = OutboxWorld.orders(1);
    const { broker, relay, mend } = await quarantineOf(bad);
    mend();
    expect(await letters.release(await idsOf(), 'mai')).toEqual(new Set(await idsOf()));
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

  it('released by two operators at once is released once', async () => {
    const [bad] = OutboxWorld.orders(1);
    await quarantineOf(bad);
    const ids = await idsOf();
    const released = await Promise.all([letters.release(ids, 'mai'), letters.release(ids, 'colleague')]);
    expect(released.flatMap((one) => [...one])).toEqual(ids);
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
});
