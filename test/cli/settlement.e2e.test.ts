import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Currency } from '../../src/kernel/currency.js';
import { LedgerTables } from '../ledger/ledger-tables.js';
import { fileOf, strange, type Written } from '../settlement/settlement-under-test.js';
import { runFinance } from './finance-command.js';

const USD = Currency('USD');
const today = new Date().toISOString().slice(0, 10);
let tables: LedgerTables;
let folder: string;

beforeAll(async () => {
  tables = await LedgerTables.create();
  folder = await mkdtemp(join(tmpdir(), 'settlement-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
  await tables.drop();
});

const finance = (...args: readonly string[]) =>
  runFinance({ DATABASE_URL: tables.database.url, LOG_LEVEL: 'silent' }, 'settlement', ...args);

async function file(name: string, text: string): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, text);
  return path;
}

const line: Written = { id: 'line_1', of: strange('cap_1', 4_250n, USD), fee: 153n };

describe('finance settlement', () => {
  it('imports a file, reports the day byte for byte the same each time, and resolves a break', async () => {
    const good = await file('good.csv', fileOf([line]));
    const imported = await finance('import', '--file', good, '--gateway', 'simulated', '--json');
    expect(imported).toMatchObject({ code: 0, stderr: '' });
    expect(imported.records()).toEqual([{ read: 1, added: 1, matched: 0, unexplained: 1, left: 0 }]);
    const again = await finance('import', '--file', good, '--gateway', 'simulated');
    expect(again.stdout).toBe('1 lines read, 0 of them new; 0 matched, 0 unexplained, 0 left\n');

    const report = await finance('report', '--date', today);
    expect(report).toMatchObject({ code: 5, stderr: '1 open breaks.\n' });
    const id = /\(([\da-f-]{36})\)/.exec(report.stdout)?.[1] ?? '';
    expect(report.stdout).toBe(
      [
        `${today} USD`,
        '  opening clearing   0.00',
        '  + captures         0.00',
        '  - refunds          0.00',
        '  - chargebacks      0.00',
        '  - fees             0.00',
        '  - payouts         40.97',
        '  + into suspense   40.97',
        '  closing clearing   0.00',
        '  difference         0.00',
        '  in suspense       40.97',
        `missing_in_ledger  0-1 d  line line_1, reference cap_1, order -: books -, gateway 42.50 USD  (${id})`,
        '',
      ].join('\n'),
    );
    expect(await finance('report', '--date', today)).toMatchObject({ stdout: report.stdout });
    const forPrograms = await finance('report', '--date', today, '--json');
    expect(forPrograms.records()).toMatchObject([
      { date: today, currency: 'USD', payouts: '40.97', suspense: '40.97', difference: '0.00' },
      {
        id,
        kind: 'missing_in_ledger',
        ageDays: 0,
        ageing: '0-1',
        lineId: 'line_1',
        expected: null,
        found: '42.50 USD',
      },
    ]);

    const resolve = (...more: readonly string[]) =>
      finance('resolve', id, '--because', 'ticket 7', '--by', 'Ada', ...more);
    expect(await resolve()).toMatchObject({ code: 1, stdout: expect.stringContaining('name with --account') });
    expect(await resolve('--account', 'bank')).toMatchObject({ code: 2 });
    expect(await resolve('--account', 'revenue')).toMatchObject({ code: 0, stdout: `${id}  resolved\n` });
    expect(await finance('report', '--date', today)).toMatchObject({ code: 0, stderr: '0 open breaks.\n' });
    expect(await tables.verify()).toEqual([]);
  });

  it('takes nothing of a file that it can not take whole, and says where and why', async () => {
    const before = (await tables.query('select * from payout_lines')).rows;
    const text = fileOf([{ ...line, id: 'line_2' }]).replace('42.50', '42.505');
    const bad = await finance('import', '--file', await file('bad.csv', text), '--gateway', 'simulated');
    expect(bad).toMatchObject({
      ...{ code: 1, stdout: '' },
      stderr:
        'The settlement file was not imported:\n  line 2, gross: must have at most 2 digits behind the point, as USD has\n',
    });
    const changed = await file('changed.csv', fileOf([{ ...line, fee: 154n }]));
    expect(await finance('import', '--file', changed, '--gateway', 'simulated')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('line_id line_1: was imported before, with something else in it'),
    });
    expect((await tables.query('select * from payout_lines')).rows).toEqual(before);
  });

  it('refuses what it can not do, by name', async () => {
    const good = await file('good.csv', fileOf([line]));
    expect(await finance('import', '--file', good)).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('No payment gateway is in use (PAYMENTS=off)'),
    });
    expect(await finance('import', '--gateway', 'simulated')).toMatchObject({ code: 2 });
    expect(await finance('import', '--file', join(folder, 'none.csv'), '--gateway', 'x')).toMatchObject({ code: 1 });
    expect(await finance('report')).toMatchObject({ code: 2 });
    expect(await finance('report', '--date', '2026-02-30')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('must be a day such as 2026-07-01'),
    });
  });
});
