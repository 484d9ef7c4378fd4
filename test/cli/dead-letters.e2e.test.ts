import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { v7 } from 'uuid';
import { checkout, completion, Desk, saying } from '../dead-letters/desk.js';
import { historyOf, lettersOf } from '../dead-letters/letters-table.js';
import { TestSite } from '../tools/test-service.js';
import { runFinance, type Said } from './finance-command.js';

let site: TestSite;
let desk: Desk;

beforeAll(async () => {
  site = await TestSite.open();
  desk = await Desk.open(site.env['DATABASE_URL'] ?? '');
});
afterAll(async () => {
  await desk.close();
  await site.close();
});

/** No broker is configured, and no service runs. */
const finance = (...args: readonly string[]): Promise<Said> =>
  runFinance({ DATABASE_URL: site.env['DATABASE_URL'] ?? '' }, 'dead-letters', ...args);

describe('finance dead-letters', () => {
  it('counts, lists and shows what is open', async () => {
    const said = saying(checkout, undefined, '-1');
    await desk.bury(said, { reason: 'InvalidField', detail: 'totalMoney must not be negative.', type: 'Checkout' });
    const [letter] = await lettersOf(site.sql);
    const groups = await finance('groups');
    expect(groups).toMatchObject({ code: 0, stdout: expect.stringMatching(/^1 × InvalidField, Checkout, 1 orders, /) });
    const listed = await finance('list', '--order', said.orderId, '--json');
    expect(listed.records()).toMatchObject([{ id: letter?.id, orderId: said.orderId, status: 'open' }]);
    const shown = await finance('show', letter?.id ?? '');
    for (const text of ['totalMoney must not be negative.', 'MT-Activity-Id', said.message.body.toString()])
      expect(shown.stdout).toContain(text);
    const [record] = (await finance('show', letter?.id ?? '', '--json')).records();
    expect(record).toMatchObject({ body: { encoding: 'text', content: said.message.body.toString() } });
    const unknown = v7();
    expect(await finance('show', unknown)).toMatchObject({ code: 1, stderr: `There is no dead letter ${unknown}.\n` });
  });

  it('redrives what is asked for through a group of many, oldest first, and says how far it is', async () => {
    const orders = Array.from({ length: 150 }, () => saying(checkout));
    for (const said of orders) await desk.bury(said);
    for (const { orderId } of orders) await desk.bury(saying(completion, orderId));
    const redriven = await finance('redrive', '--reason', 'HandlerFailed', '--by', 'mai', '--json');
    expect(redriven).toMatchObject({ code: 0, stderr: '200 applied\n300 applied\n' });
    expect(redriven.records()).toHaveLength(300);
    for (const { orderId } of orders)
      expect(await historyOf(site.sql, orderId)).toEqual(['OrderPlaced', 'OrderCompleted']);
    expect(await finance('redrive', '--reason', 'HandlerFailed')).toMatchObject({ code: 0, stdout: '' });
  });

  it('by two operators at once applies each message once', async () => {
    const orders = Array.from({ length: 40 }, () => saying(checkout));
    for (const said of orders) await desk.bury(said);
    const both = await Promise.all([1, 2].map(() => finance('redrive', '--reason', 'HandlerFailed', '--json')));
    expect(both.map(({ code }) => code)).toEqual([0, 0]);
    for (const { orderId } of orders) expect(await historyOf(site.sql, orderId)).toEqual(['OrderPlaced']);
    const outcomes = both.flatMap(({ records }) => records().map(({ outcome }) => outcome));
    expect(outcomes.filter((outcome) => outcome === 'applied')).toHaveLength(40);
  });

  it('ends with 1 where a letter failed again, and says why', async () => {
    const { code, stdout } = await finance('redrive', '--reason', 'InvalidField');
    expect(code).toBe(1);
    expect(stdout).toMatch(/failedAgain {2}InvalidField: totalMoney must not be negative\.$/m);
  });

  it('discards with a reason, and keeps the record', async () => {
    const [letter] = (await lettersOf(site.sql)).filter(({ resolution }) => resolution === null);
    const id = letter?.id ?? '';
    expect(await finance('discard', id, '--because', 'a test order', '--by', 'mai')).toMatchObject({
      ...{ code: 0, stdout: `${id}  discarded\n`, stderr: '1 discarded\n' },
    });
    const kept = { status: 'discarded', resolvedBy: 'mai', resolutionReason: 'a test order' };
    expect((await finance('list', '--status', 'discarded', '--json')).records()).toMatchObject([kept]);
  });

  it('ends with 2 for what only the command behind it refuses', async () => {
    const rule = 'which.type has at most 255 characters';
    const said = await finance('redrive', '--type', 'x'.repeat(256));
    expect(said).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining(rule) });
  });
});
