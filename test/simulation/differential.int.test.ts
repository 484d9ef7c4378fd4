import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { v7 } from 'uuid';
import { createEncoder } from '../../src/contracts/encode-command.js';
import { OrderId } from '../../src/kernel/ids.js';
import { SystemClock } from '../../src/platform/clock.js';
import { UuidV7Ids } from '../../src/platform/ids.js';
import { WriterDatabase } from '../../src/platform/prisma/database.js';
import type { Step } from '../../src/saga/order-writer.js';
import { policy } from '../order/order-life.js';
import { deliveryOf, wakeUp } from '../store/store-under-test.js';
import { claimOf } from '../order/order-life.js';
import { createTestDatabase, type TestDatabase } from '../tools/test-database.js';
import { inputTypes, operations } from './differential/operations.js';
import { type Cast, Player } from './differential/player.js';
import { memorySide, postgresSide } from './differential/sides.js';

let server: TestDatabase;
let database: WriterDatabase;

beforeAll(async () => {
  server = await createTestDatabase();
  database = new WriterDatabase({ url: server.url, connections: 1, options: '-c synchronous_commit=off' });
});

afterAll(async () => {
  await database.close();
  await server.drop();
});

/** Ids in the same order for both sides, since each side decides for itself. */
class CountedIds extends UuidV7Ids {
  private count = 0;
  override next(): string {
    this.count += 1;
    return `00000000-0000-7000-8000-${String(this.count).padStart(12, '0')}`;
  }
}

class StoppedClock extends SystemClock {
  override now(): Date {
    return new Date(0);
  }
}

const encode = createEncoder({ format: 'masstransit', defaultCurrency: policy.currency });

function newCast(orders: readonly OrderId[], relays: readonly string[]): Cast {
  return {
    relays,
    rules: {
      policy: { ...policy, retryTimeoutMs: 25_000, checkoutWaitMs: 45_000 },
      payments: null,
      encode,
      ids: new CountedIds(),
      clock: new StoppedClock(),
    },
    stepFor: (order, input) => stepFor(orders[order] ?? OrderId(''), input),
  };
}

/** Few enough messages that the same ones come again and again. */
function stepFor(orderId: OrderId, input: number): Step {
  const type = inputTypes[input % inputTypes.length] ?? 'UserCheckedOut';
  const turn = Math.floor(input / inputTypes.length);
  if (type === 'TimeoutElapsed' || type === 'CheckoutWaitElapsed') return wakeUp(orderId, type, turn);
  const claim = claimOf(turn % 2 === 0 ? {} : { email: null, total: null });
  return deliveryOf(orderId, { type, claim }, `${type} ${String(turn)}`);
}

describe('the tables in memory', () => {
  it('answer whatever is asked of them as PostgreSQL does', async () => {
    await fc.assert(
      fc.asyncProperty(operations, async (asked) => {
        const [orders, relays] = [Array.from({ length: 3 }, () => OrderId(v7())), [v7(), v7(), v7()]];
        const sides = [memorySide(), await postgresSide(database)] as const;
        const [memory, postgres] = sides.map((side) => new Player(side, newCast(orders, relays)));
        for (const operation of asked) expect(await memory?.play(operation)).toEqual(await postgres?.play(operation));
        expect(await sides[0].counts()).toEqual(await sides[1].counts());
      }),
      { numRuns: 60 },
    );
  }, 600_000);
});
