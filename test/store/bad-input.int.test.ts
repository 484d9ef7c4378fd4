import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createEncoder } from '../../src/contracts/encode-command.js';
import type { IntegrationInput, OrderInput } from '../../src/order/input.js';
import { nothingKnown } from '../../src/order/details.js';
import type { Step } from '../../src/saga/order-writer.js';
import { policy } from '../order/order-life.js';
import { createTestDatabase, type TestDatabase } from '../tools/test-database.js';
import { between } from './between.js';
import { anOrder, delivery, deliveryOf, rowCounts, StoreUnderTest } from './store-under-test.js';

let database: TestDatabase;
let store: StoreUnderTest;
const statements = { written: 0 };

beforeAll(async () => {
  database = await createTestDatabase();
  const encoder = createEncoder({ format: 'masstransit', defaultCurrency: policy.currency });
  store = new StoreUnderTest(database.url, {
    // What is broken in the tables has to be met.
    remembers: false,
    encode: (command, envelope) => {
      if (command.body.details.fullName === 'Unencodable') throw new Unencodable();
      return encoder(command, envelope);
    },
    around: between({
      write: (_writes, write) => {
        statements.written += 1;
        return write();
      },
    }),
  });
});

afterAll(async () => {
  await store.close();
  await database.drop();
});

class Unencodable extends Error {}

const checkouts = (count: number) => Array.from({ length: count }, () => delivery(anOrder(), 'UserCheckedOut'));

/** Hands them over in one turn, so that they are one batch. */
async function together(steps: readonly Step[]): Promise<readonly (string | Error)[]> {
  const settled = await Promise.allSettled(steps.map((step) => store.writer.advance(step)));
  return settled.map((one) => (one.status === 'fulfilled' ? one.value : (one.reason as Error)));
}

const placed = async () =>
  (await store.query<{ count: number }>(`select count(*)::int from orders where status = 'Placed'`))[0]?.count ?? 0;

const poisons = {
  'a NUL in its name': delivery(anOrder(), 'UserCheckedOut', { fullName: 'Mai\u0000Tran' }),
  'a NUL in its message id': delivery(anOrder(), 'UserCheckedOut', { id: 'nul \u0000' }),
  'a name that is longer than its column': delivery(anOrder(), 'UserCheckedOut', { fullName: 'x'.repeat(101) }),
  'an amount beyond its column': delivery(anOrder(), 'UserCheckedOut', {
    total: { minor: 2n ** 63n, currency: policy.currency },
  }),
} satisfies Record<string, Step>;

describe('an input that the statement refuses, among two hundred', () => {
  it.each(Object.entries(poisons))('is rejected alone, and all others commit: %s', async (_title, poison) => {
    const before = await placed();
    statements.written = 0;
    const steps = checkouts(199);
    const answers = await together([...steps.slice(0, 77), poison, ...steps.slice(77)]);
    expect(answers.filter((answer) => answer === 'advanced')).toHaveLength(199);
    expect(answers[77]).toBeInstanceOf(Error);
    expect(await placed()).toBe(before + 199);
    // Halving finds one of 200 with two statements a level; one by one would have been 200.
    expect(statements.written).toBeLessThanOrEqual(17);
  });

  it('leaves no trace of itself', async () => {
    const orderId = anOrder();
    const [answer] = await together([delivery(orderId, 'UserCheckedOut', { fullName: '\u0000' }), ...checkouts(3)]);
    expect(answer).toBeInstanceOf(Error);
    expect(Object.values(await rowCounts(store.query, orderId))).toEqual([0, 0, 0, 0, 0, 0, 0, 0]);
  });

  it('doesn’t take the other inputs of its own order with it, nor their order', async () => {
    const orderId = anOrder();
    const [first, bad, last] = [
      delivery(orderId, 'UserCheckedOut', { fullName: null }),
      delivery(orderId, 'BasketDeleted', { fullName: 'Mai\u0000Tran' }),
      delivery(orderId, 'OrderCompleted', { fullName: 'Mai Tran' }),
    ];
    const answers = await together([...checkouts(20), first, bad, last]);
    expect(answers.slice(20)).toEqual(['advanced', expect.any(Error), 'advanced']);
    const events = await store.query<{ type: string }>(
      'select type from order_events where order_id = $1 order by version',
      orderId,
    );
    expect(events.map(({ type }) => type)).toEqual(['OrderPlaced', 'DetailsFilled', 'OrderCompleted']);
  });
});

describe('an input of an order that can’t be read any more', () => {
  it.each([
    ['its currency is given up', `update orders set currency = 'HRK' where order_id = $1`, 'KERNEL.UNKNOWN_CURRENCY'],
    ['its event is unknown', `update order_events set type = 'Gone' where order_id = $1`, 'ORDER.UNREADABLE_EVENT'],
  ])('is rejected alone, and all others commit: %s', async (_title, damage, code) => {
    const orderId = anOrder();
    const first = damage.includes('order_events') ? 'OrderCompleted' : 'UserCheckedOut';
    await store.writer.advance(delivery(orderId, first));
    await store.query(damage, orderId);
    const answers = await together([...checkouts(10), delivery(orderId, 'BasketDeleted'), ...checkouts(10)]);
    expect(answers.filter((answer) => answer === 'advanced')).toHaveLength(20);
    expect(answers[10]).toMatchObject({ code });
  });
});

describe('an input on which the rules throw', () => {
  const unknown = { type: 'NobodyKnows', claim: nothingKnown } as unknown as OrderInput;

  it.each([
    ['decide', () => deliveryOf(anOrder(), unknown, 'unknown'), TypeError],
    ['the encoder', () => delivery(anOrder(), 'UserCheckedOut', { fullName: 'Unencodable' }), Unencodable],
  ])('is rejected alone, without a second statement: %s', async (_who, poison, error) => {
    statements.written = 0;
    const answers = await together([...checkouts(10), poison(), ...checkouts(10)]);
    expect(answers.filter((answer) => answer === 'advanced')).toHaveLength(20);
    expect(answers[10]).toBeInstanceOf(error);
    expect(statements.written).toBe(1);
  });

  it('can be delivered again: it was not applied', async () => {
    const orderId = anOrder();
    const early: IntegrationInput['type'] = 'OrderCompleted';
    await together([delivery(orderId, early, { fullName: 'Unencodable' })]);
    const checkout = delivery(orderId, 'UserCheckedOut', { fullName: null, id: 'checkout' });
    expect(await together([checkout])).toEqual([expect.any(Unencodable)]);
    expect(await rowCounts(store.query, orderId)).toMatchObject({ order_events: 1, inbox: 1, messages: 0 });
    const mended = delivery(orderId, 'UserCheckedOut', { fullName: 'Mai Tran', id: 'checkout' });
    expect(await together([mended])).toEqual(['advanced']);
  });
});
