import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Relay } from '../../src/outbox/relay.js';
import type { CommittedMessage } from '../../src/platform/wake.js';
import { eventually } from '../tools/eventually.js';
import { capriciousBroker, confirmEverything, lehmer } from './fake-broker.js';
import { OutboxWorld } from './outbox-world.js';

let world: OutboxWorld;

beforeEach(async () => {
  world = await OutboxWorld.open();
});

afterEach(async () => {
  await world.close();
});

describe('what this process has just committed', () => {
  const takeAll = (relay: Relay, messages: readonly CommittedMessage[]): readonly boolean[] =>
    messages.map((message) => relay.take(message, performance.now()));

  it('goes out without a fetch, byte for byte, and leaves the outbox when it is confirmed', async () => {
    let fetches = 0;
    const rows = new Proxy(world.rows, {
      get: (target, name) => {
        if (name === 'fetch') fetches += 1;
        return Reflect.get(target, name, target) as unknown;
      },
    });
    const broker = confirmEverything();
    const relay = await world.start({ broker, rows });
    await eventually(() => expect(fetches).toBe(1));
    const orders = OutboxWorld.orders(20);
    const messages = await world.commit(orders, 3);
    expect(takeAll(relay, messages)).toEqual(messages.map(() => true));
    await world.untilEmpty();
    expect(fetches).toBe(1);
    for (const orderId of orders) expect(broker.sequencesOf(orderId)).toEqual([1, 2, 3]);
    const bytes = broker.confirmed.map(({ messageId, body }) => ({ messageId, body }));
    expect(bytes).toEqual(expect.arrayContaining(messages.map(({ messageId, body }) => ({ messageId, body }))));
  });

  it('is left to a fetch by a relay without its lane, without a broker, and by one that stops', async () => {
    const [first, second] = OutboxWorld.orders(2);
    const broker = confirmEverything();
    const relay = await world.start({ broker });
    broker.isUp = false;
    expect(takeAll(relay, await world.commit([first]))).toEqual([false]);
    broker.isUp = true;
    relay.ring();
    await world.untilEmpty();
    await world.stop(relay);
    expect(takeAll(relay, await world.commit([second]))).toEqual([false]);
    expect(await world.left()).toHaveLength(1);
    const other = await world.start({ broker });
    await world.untilEmpty();
    await world.stop(other);
    expect(broker.confirmed).toHaveLength(2);
  });

  it('never overtakes what went through the outbox alone, however confirms are delayed, refused and lost', async () => {
    const chances = fc.record({
      seed: fc.integer({ min: 1, max: 2 ** 31 - 2 }),
      refused: fc.integer({ min: 0, max: 5 }),
      lost: fc.integer({ min: 0, max: 5 }),
      told: fc.integer({ min: 20, max: 100 }),
    });
    await fc.assert(
      fc.asyncProperty(chances, async ({ seed, refused, lost, told }) => {
        const random = lehmer(seed);
        const broker = capriciousBroker(random, { refused, lost });
        const orders = OutboxWorld.orders(25);
        const relay = await world.start({ broker });
        let taken = 0;
        for (let turn = 0; turn < 8; turn += 1) {
          const left = (await world.commit(orders)).filter(
            (message) => random() % 100 >= told || !relay.take(message, performance.now()),
          );
          taken += orders.length - left.length;
          if (left.length > 0) relay.ring();
          await pause(random() % 10);
        }
        await world.untilEmpty(30_000);
        await world.stop(relay);
        expect(taken).toBeGreaterThan(0);
        expect(broker.overlaps).toEqual([]);
        for (const orderId of orders) {
          expect(broker.sequencesOf(orderId)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
          const tried = broker.sequencesOf(orderId, broker.attempts);
          expect(tried).toEqual([...tried].sort((a, b) => a - b));
        }
      }),
      { numRuns: 5 },
    );
  });
});
