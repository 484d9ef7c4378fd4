import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Caused } from '../../src/order/cause.js';
import type { OrderInput } from '../../src/order/input.js';
import type { StepOutcome } from '../../src/saga/order-writer.js';
import { inputs } from '../order/arbitrary-inputs.js';
import { live, type Moment } from '../order/order-life.js';
import { createTestDatabase, type TestDatabase } from '../tools/test-database.js';
import { between } from './between.js';
import { expectedLife } from './expected-life.js';
import { storedLives } from './stored-life.js';
import { anOrder, deliveryOf, StoreUnderTest } from './store-under-test.js';

let database: TestDatabase;
let store: StoreUnderTest;
const conflicts = { wanted: 0 };

beforeAll(async () => {
  database = await createTestDatabase();
  // Some writes come to nothing, as if another process had moved their orders meanwhile.
  const around = between({
    write: async (_writes, write) => {
      if (conflicts.wanted === 0) return write();
      conflicts.wanted -= 1;
      return new Map();
    },
  });
  store = new StoreUnderTest(database.url, { around });
});

afterAll(async () => {
  await store.close();
  await database.drop();
});

/** Deliveries of several orders: how many go in together, and whose turn it is. */
const workload = fc.record({
  orders: fc.array(inputs, { minLength: 1, maxLength: 8 }),
  turns: fc.infiniteStream(fc.nat()),
  batch: fc.constantFrom(1, 2, 5, 50, 500),
  conflicts: fc.nat(3),
});

const outcomeOf = ({ decision }: Moment): StepOutcome => decision?.outcome ?? 'duplicate';

describe('the store, whatever comes for whichever order', () => {
  it('comes to what the pure core comes to, row by row, however the deliveries are batched', async () => {
    await fc.assert(
      fc.asyncProperty(workload, async ({ orders, turns, batch, conflicts: wanted }) => {
        conflicts.wanted = wanted;
        const ids = orders.map(anOrder);
        const answers = orders.map((): StepOutcome[] => []);
        const deliveries = interleave(orders, turns);
        for (let first = 0; first < deliveries.length; first += batch) {
          const together = deliveries.slice(first, first + batch).map(async ({ order, input }) => {
            const orderId = ids[order];
            if (orderId === undefined) throw new Error('Every order has an id');
            const step = deliveryOf(orderId, input.body, input.cause.messageId);
            answers[order]?.push(await store.writer.advance(step));
          });
          await Promise.all(together);
        }
        const stored = await storedLives(store.query, ids);
        for (const [index, orderId] of ids.entries()) {
          const life = live(orders[index] ?? []);
          expect(answers[index]).toEqual(life.moments.map(outcomeOf));
          expect(stored.get(orderId)).toEqual(expectedLife(life));
        }
      }),
      { numRuns: 40 },
    );
  });
});

type Turn = { readonly order: number; readonly input: Caused<OrderInput> };

/** The orders' deliveries mixed, each order's in its own order. */
function interleave(orders: readonly (readonly Caused<OrderInput>[])[], turns: Iterable<number>): readonly Turn[] {
  const queues = orders.map((arrived, order) => arrived.map((input): Turn => ({ order, input })));
  const mixed: Turn[] = [];
  for (const turn of turns) {
    const open = queues.filter((queue) => queue.length > 0);
    const next = open[turn % open.length]?.shift();
    if (next === undefined) break;
    mixed.push(next);
  }
  return mixed;
}
