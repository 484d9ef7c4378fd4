import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { v7 } from 'uuid';
import { createAnnouncer, createEncoder } from '../../src/contracts/encode-command.js';
import { MessageId, OperationId, OrderId, ownMessagePrefixes } from '../../src/kernel/ids.js';
import type { PaymentPolicy } from '../../src/payment/policy.js';
import { SystemClock } from '../../src/platform/clock.js';
import { UuidV7Ids } from '../../src/platform/ids.js';
import { WriterDatabase } from '../../src/platform/prisma/database.js';
import type { Step } from '../../src/saga/order-writer.js';
import { policy } from '../order/order-life.js';
import { deliveryOf, wakeUp } from '../store/store-under-test.js';
import { claimOf } from '../order/order-life.js';
import { createTestDatabase, type TestDatabase } from '../tools/test-database.js';
import { inputTypes, operations, paymentOperations } from './differential/operations.js';
import { type Cast, Player } from './differential/player.js';
import { memorySide, postgresSide } from './differential/sides.js';
import { commands, words } from './differential/words.js';

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
const announce = createAnnouncer({ format: 'masstransit' });

// Five seconds off every sum of what passes, like all other deadlines.
const paymentPolicy: PaymentPolicy = {
  ...{ methodDeadlineMs: 25_000, actionDeadlineMs: 45_000, expiryMarginMs: 5_000, maxRenewals: 1 },
  declineRetryDelaysMs: [15_000, 35_000],
  unreachedRetryDelaysMs: [0, 15_000],
  lookUpDelaysMs: [5_000, 15_000, 25_000, 45_000],
  ...{ keyLifetimeMs: 1_000_000, processingDelayMs: 0 },
};

type Mode = 'off' | 'on';

function newCast(orders: readonly OrderId[], relays: readonly string[], payments: Mode): Cast {
  const orderAt = (order: number): OrderId => orders[order] ?? OrderId('');
  return {
    relays,
    rules: {
      policy: { ...policy, retryTimeoutMs: 25_000, checkoutWaitMs: 45_000 },
      payments: payments === 'on' ? { policy: paymentPolicy, announce } : null,
      encode,
      ids: new CountedIds(),
      clock: new StoppedClock(),
    },
    stepFor: (order, input) => stepFor(orderAt(order), input),
    wordFor: (order, word, name, state) => {
      const body = words[word % words.length]?.(state) ?? {
        type: 'RefundFailureReported',
        operationId: OperationId(''),
      };
      return { orderId: orderAt(order), input: { body, cause: causeOf(`webhook:${String(name)}`) } };
    },
    commandFor: (order, command, number, expectedVersion) => {
      const body = commands[command % commands.length] ?? { type: 'LookUpRequested' };
      const key = `key ${String(number)}`;
      const input = { body, cause: causeOf(`request:${key}`) };
      return { orderId: orderAt(order), input, request: { key, fingerprint: body.type, expectedVersion } };
    },
  };
}

const causeOf = (name: string) => ({
  ...{ messageId: MessageId(ownMessagePrefixes.payment + name), conversationId: null, traceparent: null, actor: 'x' },
});

/** Few enough messages that the same ones come again and again. */
function stepFor(orderId: OrderId, input: number): Step {
  const type = inputTypes[input % inputTypes.length] ?? 'UserCheckedOut';
  const turn = Math.floor(input / inputTypes.length);
  if (type === 'TimeoutElapsed' || type === 'CheckoutWaitElapsed') return wakeUp(orderId, type, turn);
  const claim = claimOf(turn % 2 === 0 ? {} : { email: null, total: null });
  const method = type === 'UserCheckedOut' && turn < 3 ? { paymentMethod: 'tok_ok' } : {};
  return deliveryOf(orderId, { type, claim, ...method }, `${type} ${String(turn)}`);
}

describe('the tables in memory', () => {
  it.each([
    ['off', operations, 30],
    ['on', paymentOperations, 30],
  ] as const)(
    'answer whatever is asked of them as PostgreSQL does, and hold the same: with payments %s',
    async (payments, any, numRuns) => {
      const filled = new Set<string>();
      await fc.assert(
        fc.asyncProperty(any, async (asked) => {
          const [orders, relays] = [Array.from({ length: 3 }, () => OrderId(v7())), [v7(), v7(), v7()]];
          const sides = [memorySide(), await postgresSide(database, payments === 'on')] as const;
          const [memory, postgres] = sides.map((side) => new Player(side, newCast(orders, relays, payments)));
          for (const operation of asked) expect(await memory?.play(operation)).toEqual(await postgres?.play(operation));
          expect(await sides[0].counts()).toEqual(await sides[1].counts());
          const [ours, theirs] = [await sides[0].money(), await sides[1].money()];
          expect(ours).toEqual(theirs);
          for (const [table, rows] of Object.entries(theirs)) if (rows.length > 0) filled.add(table);
        }),
        { numRuns },
      );
      // Else nothing would have been compared.
      expect(filled.size).toBe(payments === 'on' ? 7 : 0);
    },
    600_000,
  );
});
