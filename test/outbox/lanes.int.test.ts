import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { v7 } from 'uuid';
import { eventually } from '../tools/eventually.js';
import { FakeBroker, type Fate } from './fake-broker.js';
import { MortalClock, OutboxWorld } from './outbox-world.js';

let world: OutboxWorld;

beforeEach(async () => {
  world = await OutboxWorld.open();
});

afterEach(async () => {
  await world.close();
});

const leaseMs = 6_000;
const slowly = () =>
  new FakeBroker(async (): Promise<Fate> => {
    await pause(1);
    return 'confirmed';
  });

describe('the lanes', () => {
  it('go to one relay at a time, also when many ask at once', async () => {
    const asking = Array.from({ length: 8 }, () => v7());
    await Promise.all(asking.map((instance) => world.leases.join(instance, leaseMs)));
    const held = await Promise.all(asking.map((instance) => world.leases.hold(instance, 16, leaseMs)));
    const lanes = held.flatMap((leases) => [...leases.keys()]);
    expect(new Set(lanes).size).toBe(lanes.length);
  });

  it('are shared with a second relay, and nothing is published twice or out of order meanwhile', async () => {
    const broker = slowly();
    const orders = OutboxWorld.orders(40);
    const first = await world.start({ broker });
    expect(await world.lanes()).toEqual([16]);
    await world.put(orders, 5);
    await world.start({ broker });
    for (let round = 0; round < 10; round += 1) await world.put(orders, 2);
    await eventually(async () => {
      expect(await world.lanes()).toEqual([8, 8]);
    });
    await world.put(orders, 5);
    await world.untilEmpty(20_000);
    await world.stop(first);
    await eventually(async () => {
      expect(await world.lanes()).toEqual([16]);
    });
    await world.put(orders, 5);
    await world.untilEmpty(20_000);
    const all = Array.from({ length: 35 }, (_, index) => index + 1);
    for (const orderId of orders) expect(broker.sequencesOf(orderId, broker.attempts)).toEqual(all);
    expect(broker.overlaps).toEqual([]);
  });

  it('of a relay that died are taken over when its lease has run out, from the first unconfirmed message on', async () => {
    const [orderId] = OutboxWorld.orders(1);
    const clock = new MortalClock();
    const dying = new FakeBroker(({ sequence }): Fate | Promise<Fate> => {
      return sequence < 3 ? 'confirmed' : new Promise(() => undefined);
    });
    await world.put([orderId], 5);
    const dead = await world.start({ broker: dying, clock });
    await eventually(async () => {
      expect(dying.sequencesOf(orderId, dying.attempts)).toEqual([1, 2, 3]);
      expect(await world.left()).toHaveLength(3);
    });
    clock.kill();
    world.forget(dead);
    const broker = slowly();
    await world.start({ broker });
    expect(await world.lanes()).toEqual([16]);
    expect(broker.attempts).toEqual([]);
    await timePasses();
    await world.untilEmpty(20_000);
    expect(broker.sequencesOf(orderId)).toEqual([3, 4, 5]);
    const messageIds = (among: FakeBroker) => among.attempts.find(({ sequence }) => sequence === 3)?.messageId;
    expect(messageIds(broker)).toBe(messageIds(dying));
  });

  it('that were lost are not published from, not even what was fetched before and had to wait', async () => {
    const [orderId] = OutboxWorld.orders(1);
    let confirm: (fate: Fate) => void = () => undefined;
    const sleeper = new FakeBroker(({ sequence }): Fate | Promise<Fate> => {
      return sequence === 1 ? new Promise((resolve) => (confirm = resolve)) : 'confirmed';
    });
    await world.put([orderId], 3);
    const relay = await world.start({ broker: sleeper });
    await eventually(() => {
      expect(sleeper.outstanding).toBe(1);
    });
    // Another relay has them now, and the sleeper has been told that it may have others.
    const other = v7();
    await world.sql.query(
      `update lanes set owner = $1, token = token + 1, leased_until = now() + interval '1 minute'`,
      [other],
    );
    await eventually(() => {
      expect(relay.holds(0)).toBe(false);
    });
    confirm('confirmed');
    await eventually(async () => {
      expect((await world.left()).map(({ sequence }) => sequence)).toEqual([2, 3]);
    });
    expect(sleeper.sequencesOf(orderId, sleeper.attempts)).toEqual([1]);
  });

  it('give nothing to whoever comes with a token or a name that is not the lease’s', async () => {
    const instance = v7();
    await world.put(OutboxWorld.orders(20), 1);
    await world.leases.join(instance, leaseMs);
    const leases = await world.leases.hold(instance, 16, leaseMs);
    const fetched = (asker: string, under: typeof leases) =>
      world.rows.fetch({ instance: asker, leases: under, inFlight: [], limit: 100 });
    expect(await fetched(instance, leases)).toHaveLength(20);
    expect(await fetched(v7(), leases)).toEqual([]);
    expect(await fetched(instance, new Map([...leases].map(([lane, token]) => [lane, token - 1n])))).toEqual([]);
    await timePasses();
    expect(await fetched(instance, leases)).toEqual([]);
    const again = await world.leases.hold(instance, 16, leaseMs);
    expect([...again].every(([lane, token]) => token === (leases.get(lane) ?? 0n) + 1n)).toBe(true);
    expect(await fetched(instance, leases)).toEqual([]);
    expect(await fetched(instance, again)).toHaveLength(20);
  });

  /** All leases have run out. */
  async function timePasses(): Promise<void> {
    await world.sql.query(`update lanes set leased_until = now() - interval '1 second'`);
    await world.sql.query(
      `update relays set live_until = now() - interval '1 second' where live_until < now() + interval '5.5 seconds'`,
    );
  }
});
