import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type pg from 'pg';
import { calmPool, endWhenAlone } from '../tools/calm-pool.js';
import { createTestDatabase, type TestDatabase } from '../tools/test-database.js';
import { cancellation, checkout, completion, Desk, saying } from './desk.js';
import { historyOf, letDaysPass, lettersOf, stateOf } from './letters-table.js';

let database: TestDatabase;
let sql: pg.Pool;
let desk: Desk;
let colleague: Desk;

beforeAll(async () => {
  database = await createTestDatabase();
  sql = calmPool(database.url);
  [desk, colleague] = await Promise.all([Desk.open(database.url), Desk.open(database.url)]);
});
afterAll(async () => {
  await Promise.all([desk.close(), colleague.close()]);
  await endWhenAlone(sql);
  await database.drop();
});
afterEach(() => sql.query('delete from dead_letters'));

const outcomes = (redriven: { readonly letters: readonly { readonly outcome: string }[] }) =>
  redriven.letters.map(({ outcome }) => outcome);

const everyHandlerFailed = { reason: 'HandlerFailed' } as const;

describe('a letter that is redriven', () => {
  it('takes the ordinary way from its bytes, and is put away with who did it', async () => {
    const said = saying(checkout);
    await desk.bury(said, { reason: 'MalformedBody', orderId: null });
    const [letter] = await lettersOf(sql);
    const redriven = await desk.redrive({ ids: [letter?.id ?? ''] });
    expect(redriven).toEqual({ letters: [{ id: letter?.id, outcome: 'applied', fault: null }], next: null });
    expect(await historyOf(sql, said.orderId)).toEqual(['OrderPlaced']);
    expect(await lettersOf(sql, said.orderId)).toMatchObject([
      { resolution: 'redriven', resolved_by: 'mai', attempts: 1, type: `${checkout}IntegrationEvent` },
    ]);
  });

  it('after sixty days applies nothing that was applied before', async () => {
    const said = saying(checkout);
    await desk.deliver(said);
    await desk.bury(said);
    await letDaysPass(sql, 60);
    const before = await stateOf(sql, said.orderId);
    expect(outcomes(await desk.redrive(everyHandlerFailed))).toEqual(['duplicate']);
    expect(await stateOf(sql, said.orderId)).toBe(before);
    expect(await lettersOf(sql)).toMatchObject([{ resolution: 'redriven' }]);
  });

  it('that had a card number is refused again, and sends nobody what was left of it', async () => {
    const { source, message, orderId } = saying(checkout);
    const text = message.body.toString().replace('"orderId"', '"paymentMethod":"424242******4242","orderId"');
    await desk.bury({ orderId, source, message: { ...message, body: Buffer.from(text) } });
    expect(outcomes(await desk.redrive(everyHandlerFailed))).toEqual(['failedAgain']);
    expect(await historyOf(sql, orderId)).toEqual([]);
    expect(await lettersOf(sql)).toMatchObject([
      { reason: 'InvalidField', detail: expect.stringContaining('is a card number that was masked') },
    ]);
  });

  it('twice is applied once', async () => {
    const said = saying(checkout);
    await desk.bury(said);
    expect(outcomes(await desk.redrive(everyHandlerFailed))).toEqual(['applied']);
    const before = await stateOf(sql, said.orderId);
    expect(await desk.redrive(everyHandlerFailed)).toEqual({ letters: [], next: null });
    expect(await stateOf(sql, said.orderId)).toBe(before);
  });

  it('by two operators at once is applied once', async () => {
    const all = Array.from({ length: 100 }, () => saying(checkout));
    for (const said of all) await desk.bury(said);
    const [mine, theirs] = await Promise.all([
      desk.redrive(everyHandlerFailed),
      colleague.redrive(everyHandlerFailed, { by: 'colleague' }),
    ]);
    for (const { orderId } of all) expect(await historyOf(sql, orderId)).toEqual(['OrderPlaced']);
    expect([...outcomes(mine), ...outcomes(theirs)].filter((outcome) => outcome === 'applied')).toHaveLength(100);
    const letters = await lettersOf(sql);
    expect(letters.filter(({ resolution, attempts }) => resolution === 'redriven' && attempts === 1)).toHaveLength(100);
  });

  it('fails again: counts the attempt with its new reason, and stays', async () => {
    const { orderId, source, message } = saying(checkout, undefined, '-1');
    await desk.bury({ orderId, source, message });
    const { letters } = await desk.redrive(everyHandlerFailed);
    const fault = { reason: 'InvalidField', detail: 'totalMoney must not be negative.' };
    expect(letters).toEqual([{ id: letters[0]?.id, outcome: 'failedAgain', fault }]);
    expect(await lettersOf(sql, orderId)).toMatchObject([
      { ...fault, attempts: 2, resolution: null, type: `${checkout}IntegrationEvent` },
    ]);
    expect(outcomes(await desk.redrive({ reason: 'InvalidField' }))).toEqual(['failedAgain']);
    expect(await lettersOf(sql, orderId)).toMatchObject([{ attempts: 3 }]);
  });

  it('is open again when its message fails again at the door', async () => {
    const said = saying(checkout);
    await desk.bury(said);
    await desk.redrive(everyHandlerFailed);
    await desk.bury(said, { reason: 'UnknownType' });
    const fresh = { resolution: null, resolved_at: null, resolved_by: null, resolution_reason: null };
    expect(await lettersOf(sql)).toMatchObject([{ reason: 'UnknownType', attempts: 2, ...fresh }]);
  });

  it('keeps who dealt with it before its message failed again', async () => {
    const said = saying(checkout);
    await desk.bury(said);
    await desk.redrive(everyHandlerFailed);
    await desk.bury(said);
    await desk.discard({ orderId: said.orderId }, 'a test order', { by: 'colleague' });
    await desk.bury(said);
    const resolutions = [
      { resolution: 'redriven', by: 'mai', reason: null },
      { resolution: 'discarded', by: 'colleague', reason: 'a test order' },
    ];
    expect(await lettersOf(sql)).toMatchObject([{ resolution: null, attempts: 3, resolutions }]);
  });

  it('is redriven even if another operator discards it after its message was applied', async () => {
    const said = saying(checkout);
    await desk.bury(said);
    const discard = () => colleague.discard({ orderId: said.orderId }, 'too late', { by: 'colleague' });
    expect(outcomes(await desk.redriveOvertakenBy(discard, everyHandlerFailed))).toEqual(['applied']);
    expect(await historyOf(sql, said.orderId)).toEqual(['OrderPlaced']);
    const resolutions = [
      { resolution: 'discarded', by: 'colleague' },
      { resolution: 'redriven', by: 'mai' },
    ];
    expect(await lettersOf(sql)).toMatchObject([
      { resolution: 'redriven', resolved_by: 'mai', resolution_reason: null, resolutions },
    ]);
  });
});

describe('letters of one order', () => {
  it('are taken in the order of their burial', async () => {
    const first = saying(checkout);
    const { orderId } = first;
    for (const said of [first, saying(completion, orderId), saying(cancellation, orderId)]) await desk.bury(said);
    expect(outcomes(await desk.redrive({ orderId }))).toEqual(['applied', 'applied', 'ignored']);
    expect(await historyOf(sql, orderId)).toEqual(['OrderPlaced', 'OrderCompleted', 'InputIgnored']);
  });

  it('are the only ones that are tried when they are asked for', async () => {
    const [one, other] = [saying(checkout), saying(checkout)];
    await desk.bury(one);
    await desk.bury(other);
    await desk.redrive({ orderId: one.orderId });
    expect(await lettersOf(sql)).toMatchObject([{ resolution: 'redriven' }, { resolution: null }]);
  });
});

describe('messages whose wait for the checkout has expired', () => {
  const both = async () => {
    const early = saying(cancellation);
    const later = saying(completion, early.orderId);
    await desk.deliver(early);
    await desk.deliver(later);
    await desk.endWait(early.orderId);
    return { early, later, orderId: early.orderId };
  };

  it('are counted, and stand in the order in which they came', async () => {
    const before = await desk.countedLetters('CheckoutWaitExpired');
    const { early, later, orderId } = await both();
    expect((await desk.countedLetters('CheckoutWaitExpired')) - before).toBe(2);
    const letters = await lettersOf(sql, orderId);
    expect(letters.map(({ message_id: id }) => id)).toEqual([early.message.messageId, later.message.messageId]);
  });

  it('are applied once when they are redriven after their checkout', async () => {
    const { orderId } = await both();
    await desk.deliver(saying(checkout, orderId));
    expect(outcomes(await desk.redrive({ reason: 'CheckoutWaitExpired' }))).toEqual(['applied', 'ignored']);
    const before = await stateOf(sql, orderId);
    expect(await historyOf(sql, orderId)).toEqual(expect.arrayContaining(['OrderPlaced', 'OrderCancelled']));
    expect(outcomes(await desk.redrive({ reason: 'CheckoutWaitExpired' }))).toEqual([]);
    expect(await stateOf(sql, orderId)).toBe(before);
  });

  it('wait anew when they are redriven before it, and it applies them', async () => {
    const { orderId } = await both();
    expect(outcomes(await desk.redrive({ orderId }))).toEqual(['deferred', 'deferred']);
    await desk.deliver(saying(checkout, orderId));
    const history = await historyOf(sql, orderId);
    expect(history.slice(-3)).toEqual(['OrderPlaced', 'OrderCancelled', 'InputIgnored']);
  });

  it('are duplicates when the broker has delivered them again meanwhile', async () => {
    const { early, orderId } = await both();
    await desk.deliver(saying(checkout, orderId));
    await desk.deliver(early);
    expect(outcomes(await desk.redrive({ orderId }))).toEqual(['duplicate', 'ignored']);
  });
});
