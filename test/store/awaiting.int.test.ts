import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { OrderId } from '../../src/kernel/ids.js';
import { createTestDatabase, type TestDatabase } from '../tools/test-database.js';
import { anOrder, delivery, rowCounts, StoreUnderTest, wakeUp } from './store-under-test.js';

let database: TestDatabase;
let store: StoreUnderTest;

beforeAll(async () => {
  database = await createTestDatabase();
  store = new StoreUnderTest(database.url);
});

afterAll(async () => {
  await store.close();
  await database.drop();
});

const statusOf = async (orderId: OrderId) =>
  (await store.query<{ status: string }>('select status from orders where order_id = $1', orderId))[0]?.status;

const eventsOf = async (orderId: OrderId) =>
  (
    await store.query<{ type: string }>('select type from order_events where order_id = $1 order by version', orderId)
  ).map(({ type }) => type);

const lettersOf = (orderId: OrderId) =>
  store.query(
    `select message_id, direction, reason, type, source, content_type, headers, body, attempts
     from dead_letters where order_id = $1 order by message_id`,
    orderId,
  );

function letterOf({ original, input }: ReturnType<typeof delivery>) {
  const { type, source, contentType, headers, body } = original ?? {};
  const arrived = { type, source, content_type: contentType, headers, body };
  return {
    ...arrived,
    message_id: input.cause.messageId,
    direction: 'inbound',
    reason: 'CheckoutWaitExpired',
    attempts: 1,
  };
}

describe('an early message', () => {
  it('is kept without the card number that it had no business to bring', async () => {
    const orderId = anOrder();
    const early = delivery(orderId, 'OrderCompleted');
    if (early.original === undefined) throw new Error('A delivery has its message');
    const body = (method: string) => Buffer.from(`{"orderId":"${orderId}","paymentMethod":"${method}"}`);
    const original = { ...early.original, body: body('4242424242424242') };
    expect(await store.writer.advance({ ...early, original })).toBe('deferred');
    expect(await store.query('select body from deferred_messages where order_id = $1', orderId)).toEqual([
      { body: body('424242******4242') },
    ]);
  });

  it('is kept with its bytes and headers until its checkout applies it', async () => {
    const orderId = anOrder();
    const early = delivery(orderId, 'OrderCompleted');
    expect(await store.writer.advance(early)).toBe('deferred');
    expect(await rowCounts(store.query, orderId)).toMatchObject({
      orders: 1,
      deferred_messages: 1,
      inbox: 1,
      messages: 0,
    });
    const [kept] = await store.query('select headers, body from deferred_messages where order_id = $1', orderId);
    expect(kept).toEqual({ headers: early.original?.headers, body: early.original?.body });

    expect(await store.writer.advance(delivery(orderId, 'UserCheckedOut'))).toBe('advanced');
    expect(await statusOf(orderId)).toBe('Completed');
    expect(await eventsOf(orderId)).toEqual(['InputDeferred', 'OrderPlaced', 'OrderCompleted']);
    expect(await rowCounts(store.query, orderId)).toMatchObject({
      deferred_messages: 0,
      inbox: 2,
      messages: 2,
      dead_letters: 0,
    });
  });

  it('is applied in arrival order with the others, with the contact that it claimed', async () => {
    const orderId = anOrder();
    await store.writer.advance(delivery(orderId, 'BasketDeleted', { fullName: null, email: null }));
    await store.writer.advance(
      delivery(orderId, 'OrderCancelled', { fullName: 'An Admin', email: 'admin@example.test' }),
    );
    await store.writer.advance(delivery(orderId, 'UserCheckedOut', { fullName: 'Mai Tran', email: null }));
    const [sent] = await store.query<{ body: string }>(
      `select body from messages where order_id = $1 and type = 'CancelOrderCommand'`,
      orderId,
    );
    expect(JSON.parse(sent?.body ?? '{}')).toMatchObject({
      message: { fullName: 'Mai Tran', email: 'admin@example.test' },
    });
    expect(await eventsOf(orderId)).toEqual([
      ...['InputDeferred', 'InputDeferred', 'OrderPlaced', 'BasketDeleted'],
      ...['DetailsFilled', 'DetailsDisagreed', 'OrderCancelled'],
    ]);
  });

  it('is a duplicate when it comes again while it waits', async () => {
    const orderId = anOrder();
    const early = delivery(orderId, 'OrderCompleted');
    await store.writer.advance(early);
    expect(await store.writer.advance(early)).toBe('duplicate');
    expect(await rowCounts(store.query, orderId)).toMatchObject({ deferred_messages: 1, order_events: 1 });
  });

  it('never needs a row when it comes in one batch with its checkout', async () => {
    const orderId = anOrder();
    const steps = [delivery(orderId, 'OrderCompleted'), delivery(orderId, 'UserCheckedOut')];
    expect(await Promise.all(steps.map((step) => store.writer.advance(step)))).toEqual(['deferred', 'advanced']);
    expect(await statusOf(orderId)).toBe('Completed');
    expect(await rowCounts(store.query, orderId)).toMatchObject({ deferred_messages: 0, inbox: 2 });
  });
});

describe('a wait that ends without a checkout', () => {
  it('moves what waited to the dead letters, byte for byte, and stops the timer', async () => {
    const orderId = anOrder();
    const waiting = [delivery(orderId, 'BasketDeleted', { id: 'a' }), delivery(orderId, 'OrderCompleted', { id: 'b' })];
    for (const step of waiting) await store.writer.advance(step);
    expect(await store.writer.advance(wakeUp(orderId, 'CheckoutWaitElapsed'))).toBe('advanced');
    expect(await lettersOf(orderId)).toEqual(waiting.map(letterOf));
    expect(await rowCounts(store.query, orderId)).toMatchObject({ deferred_messages: 0, orders: 1 });
    expect(await store.query('select wake_at, wait_expiries, status from orders where order_id = $1', orderId)).toEqual(
      [{ wake_at: null, wait_expiries: 1, status: 'Awaiting' }],
    );
  });

  it('forgets what waited, so that it is applied when it is delivered again', async () => {
    const orderId = anOrder();
    const early = delivery(orderId, 'OrderCompleted');
    await store.writer.advance(early);
    await store.writer.advance(wakeUp(orderId, 'CheckoutWaitElapsed'));
    await store.writer.advance(delivery(orderId, 'UserCheckedOut'));
    expect(await statusOf(orderId)).toBe('Placed');
    expect(await store.writer.advance(early)).toBe('advanced');
    expect(await statusOf(orderId)).toBe('Completed');
  });

  it('can end again, with a letter for each time', async () => {
    const orderId = anOrder();
    const early = delivery(orderId, 'OrderCompleted');
    for (const attempt of [0, 1]) {
      expect(await store.writer.advance(early)).toBe('deferred');
      expect(await store.writer.advance(wakeUp(orderId, 'CheckoutWaitElapsed', attempt))).toBe('advanced');
    }
    expect(await lettersOf(orderId)).toEqual([letterOf(early), letterOf(early)]);
  });

  // A service that was down for a day finds both in its queue at once.
  it('buries what waited even if the checkout comes in the same batch', async () => {
    const orderId = anOrder();
    const early = delivery(orderId, 'OrderCompleted');
    await store.writer.advance(early);
    const steps = [wakeUp(orderId, 'CheckoutWaitElapsed'), delivery(orderId, 'UserCheckedOut')];
    expect(await Promise.all(steps.map((step) => store.writer.advance(step)))).toEqual(['advanced', 'advanced']);
    expect(await lettersOf(orderId)).toEqual([letterOf(early)]);
    expect(await statusOf(orderId)).toBe('Placed');
    expect(await store.writer.advance(early)).toBe('advanced');
  });

  it('buries what begins to wait in the same batch as well', async () => {
    const orderId = anOrder();
    const waiting = [delivery(orderId, 'BasketDeleted', { id: 'a' }), delivery(orderId, 'OrderCompleted', { id: 'b' })];
    const [first, second] = waiting;
    if (first === undefined || second === undefined) throw new Error('There are two');
    await store.writer.advance(first);
    const steps = [second, wakeUp(orderId, 'CheckoutWaitElapsed')];
    expect(await Promise.all(steps.map((step) => store.writer.advance(step)))).toEqual(['deferred', 'advanced']);
    expect(await lettersOf(orderId)).toEqual(waiting.map(letterOf));
    expect(await rowCounts(store.query, orderId)).toMatchObject({ deferred_messages: 0, inbox: 1 });
  });

  it('defers anew what is delivered again in the batch in which it ends', async () => {
    const orderId = anOrder();
    const early = delivery(orderId, 'OrderCompleted');
    await store.writer.advance(early);
    const steps = [wakeUp(orderId, 'CheckoutWaitElapsed'), early];
    expect(await Promise.all(steps.map((step) => store.writer.advance(step)))).toEqual(['advanced', 'deferred']);
    expect(await rowCounts(store.query, orderId)).toMatchObject({ deferred_messages: 1, dead_letters: 1, inbox: 2 });
  });
});

describe('a timer of an order that was never there', () => {
  it('is ignored, and leaves nothing behind: not even in a batch with the order’s first message', async () => {
    const alone = anOrder();
    expect(await store.writer.advance(wakeUp(alone, 'TimeoutElapsed'))).toBe('ignored');
    expect(Object.values(await rowCounts(store.query, alone))).toEqual([0, 0, 0, 0, 0, 0, 0, 0]);

    const orderId = anOrder();
    const steps = [wakeUp(orderId, 'TimeoutElapsed'), delivery(orderId, 'UserCheckedOut')];
    expect(await Promise.all(steps.map((step) => store.writer.advance(step)))).toEqual(['ignored', 'advanced']);
    expect(await eventsOf(orderId)).toEqual(['OrderPlaced']);
    // Its name is taken by the order's own timer, which must not be taken for a duplicate.
    expect(await store.writer.advance(wakeUp(orderId, 'TimeoutElapsed'))).toBe('advanced');
  });
});
