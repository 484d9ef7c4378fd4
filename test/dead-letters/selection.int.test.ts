import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type pg from 'pg';
import { calmPool, endWhenAlone } from '../tools/calm-pool.js';
import { createTestDatabase, type TestDatabase } from '../tools/test-database.js';
import { checkout, completion, Desk, saying } from './desk.js';
import { lettersOf } from './letters-table.js';

let database: TestDatabase;
let sql: pg.Pool;
let desk: Desk;

beforeAll(async () => {
  database = await createTestDatabase();
  sql = calmPool(database.url);
  desk = await Desk.open(database.url);
});
afterAll(async () => {
  await desk.close();
  await endWhenAlone(sql);
  await database.drop();
});
afterEach(() => sql.query('delete from dead_letters'));

const resolutions = async () => (await lettersOf(sql)).map(({ resolution }) => resolution);

describe('what is redriven or discarded', () => {
  it('is the group of a reason and a type', async () => {
    await desk.bury(saying(checkout), { type: checkout });
    await desk.bury(saying(completion), { type: completion });
    await desk.bury(saying(checkout), { type: checkout, reason: 'InvalidField' });
    await desk.redrive({ reason: 'HandlerFailed', type: checkout });
    expect(await resolutions()).toEqual(['redriven', null, null]);
  });

  it('comes in stretches, oldest first, each from where the one before ended', async () => {
    for (let n = 0; n < 5; n += 1) await desk.bury(saying(checkout));
    const one = await desk.redrive({ reason: 'HandlerFailed' }, { first: 2 });
    expect(await resolutions()).toEqual(['redriven', 'redriven', null, null, null]);
    const two = await desk.redrive({ reason: 'HandlerFailed' }, { first: 2, after: one.next });
    const three = await desk.redrive({ reason: 'HandlerFailed' }, { first: 2, after: two.next });
    expect([one, two, three].map(({ letters, next }) => [letters.length, next === null])).toEqual([
      [2, false],
      [2, false],
      [1, true],
    ]);
  });

  it('goes past what fails again, so that a run through all of it ends', async () => {
    for (const total of ['-1', '-1', '1']) await desk.bury(saying(checkout, undefined, total));
    const one = await desk.redrive({ type: 'none' });
    expect(one).toEqual({ letters: [], next: null });
    const { letters, next } = await desk.redrive({ reason: 'HandlerFailed' }, { first: 2 });
    expect(letters.map(({ outcome }) => outcome)).toEqual(['failedAgain', 'failedAgain']);
    const rest = await desk.redrive({ reason: 'HandlerFailed' }, { first: 2, after: next });
    expect(rest.letters.map(({ outcome }) => outcome)).toEqual(['applied']);
  });

  it('is read in shorter stretches where its bytes are many', async () => {
    for (let n = 0; n < 3; n += 1) {
      const said = saying(checkout);
      await desk.bury({ ...said, message: { ...said.message, body: Buffer.alloc(5 * 1024 * 1024, n) } });
    }
    let after: bigint | null = null;
    const lengths: number[] = [];
    do {
      const stretch: Awaited<ReturnType<Desk['redrive']>> = await desk.redrive({ reason: 'HandlerFailed' }, { after });
      lengths.push(stretch.letters.length);
      after = stretch.next;
    } while (after !== null);
    expect(lengths).toEqual([1, 1, 1]);
    expect(await lettersOf(sql)).toMatchObject(Array.from({ length: 3 }, () => ({ reason: 'TooLarge', attempts: 2 })));
  });

  it.each([
    [{}, 'which must name ids, a reason, a type or an order'],
    [{ ids: [] }, 'which.ids must name one at least'],
    [{ type: 'a\0b' }, 'which.type must not contain NUL'],
  ])('is picked on purpose: %j is refused', async (which, rule) => {
    await expect(desk.redrive(which)).rejects.toThrow(rule);
    await expect(desk.discard(which, 'because')).rejects.toThrow(rule);
  });

  it('has somebody who did it, and a discard its reason', async () => {
    const which = { reason: 'HandlerFailed' } as const;
    await expect(desk.redrive(which, { by: '' })).rejects.toThrow('by must not be empty');
    await expect(desk.discard(which, '')).rejects.toThrow('reason must not be empty');
    await expect(desk.redrive(which, { first: 501 })).rejects.toThrow('first is at most 500');
  });
});

describe('a letter that is discarded', () => {
  it('is kept with who did it, when and why, and is redriven no more', async () => {
    const said = saying(checkout);
    await desk.bury(said);
    const { letters } = await desk.discard({ orderId: said.orderId }, 'a test order', { by: 'mai' });
    expect(letters).toHaveLength(1);
    const kept = { resolution: 'discarded', resolved_by: 'mai', resolution_reason: 'a test order' };
    expect(await lettersOf(sql)).toMatchObject([{ ...kept, resolved_at: expect.any(Date) }]);
    expect(await desk.redrive({ orderId: said.orderId })).toEqual({ letters: [], next: null });
    expect(await desk.discard({ orderId: said.orderId }, 'again')).toEqual({ letters: [], next: null });
    expect(await lettersOf(sql)).toMatchObject([kept]);
  });

  it('goes with its group, in stretches', async () => {
    for (let n = 0; n < 3; n += 1) await desk.bury(saying(checkout));
    const one = await desk.discard({ reason: 'HandlerFailed' }, 'old', { first: 2 });
    const two = await desk.discard({ reason: 'HandlerFailed' }, 'old', { first: 2, after: one.next });
    expect([one.letters.length, two.letters.length, two.next]).toEqual([2, 1, null]);
    expect(await resolutions()).toEqual(['discarded', 'discarded', 'discarded']);
  });
});
