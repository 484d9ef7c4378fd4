import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type PaymentGateway, SettlementsUnavailable } from '../../src/gateway/payment-gateway.js';
import type { SettlementLine } from '../../src/gateway/settlement-line.js';
import { Currency } from '../../src/kernel/currency.js';
import { LedgerTables } from '../ledger/ledger-tables.js';
import { PaymentsOnPaper } from './payments-on-paper.js';
import { day, fileOf, SettlementUnderTest, strange } from './settlement-under-test.js';

const [EUR, KWD, USD] = [Currency('EUR'), Currency('KWD'), Currency('USD')];

let ledger: LedgerTables;
let settlement: SettlementUnderTest;
let payments: PaymentsOnPaper;

beforeEach(async () => {
  ledger = await LedgerTables.create();
  settlement = new SettlementUnderTest(ledger.database.url, (clock) => (payments = new PaymentsOnPaper(ledger, clock)));
});
afterEach(async () => {
  await settlement.close();
  await ledger.drop();
});

/** Every row of every table, by table. */
async function everything(): Promise<Readonly<Record<string, unknown>>> {
  const { rows } = await ledger.query(
    `select relname from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace`,
  );
  const tables: Record<string, unknown> = {};
  for (const { relname } of rows as readonly { readonly relname: string }[])
    tables[relname] = (await ledger.query(`select t::text from "${relname}" t order by 1`)).rows;
  return tables;
}

/** What must be true after whatever happened: the ledger's rules, and that the bank holds what payout lines brought. */
async function expectSound(): Promise<void> {
  expect(await ledger.verify()).toEqual([]);
  const { rows } = await ledger.query(`
    select currency, coalesce(bank, 0) as bank, coalesce(lines, 0) as lines from
      (select currency, sum(debits_posted - credits_posted) as bank from ledger_balances where account = 'bank' group by 1) b
      full join (select currency, sum(net_minor) as lines from payout_lines where status <> 'imported' group by 1) l using (currency)
    where coalesce(bank, 0) <> coalesce(lines, 0)`);
  expect(rows).toEqual([]);
  for (const { currency, difference } of (await settlement.report()).currencies)
    expect({ currency, difference }).toEqual({ currency, difference: 0n });
}

const suspenseOf = async (currency = 'USD') =>
  (await settlement.report()).currencies.find((one) => one.currency === currency)?.suspenseBalance;

describe('the report of a day', () => {
  it('adds up on a clean day, in each currency', async () => {
    const yesterday = await payments.capture(10_000n);
    settlement.nextDay();
    const [today, dinars] = [
      await payments.capture(4_250n, { fee: 153n }),
      await payments.capture(9_999n, { currency: 'KWD' }),
    ];
    const refund = await payments.refund(yesterday, 1_000n);
    await settlement.importFile(
      { id: 'l1', of: yesterday, fee: 320n },
      { id: 'l2', of: today, fee: 153n },
      { id: 'l3', of: refund, category: 'refund' },
    );
    expect(await settlement.report()).toEqual({
      date: '2026-03-02',
      currencies: [
        {
          ...{ currency: 'KWD', opening: 0n, captures: dinars.amount.minor, refunds: 0n, chargebacks: 0n, fees: 0n },
          ...{ payouts: 0n, suspense: 0n, closing: 9_999n, difference: 0n, suspenseBalance: 0n },
        },
        {
          ...{ currency: 'USD', opening: 10_000n, captures: 4_250n, refunds: 1_000n, chargebacks: 0n, fees: 473n },
          ...{ payouts: 10_000n - 320n + 4_250n - 153n - 1_000n, suspense: 0n, closing: 0n, difference: 0n },
          suspenseBalance: 0n,
        },
      ],
      ...{ breaks: [], openBreaks: 0 },
    });
    await expectSound();
  });

  it('lists every kind of break once, with its age, and still adds up', async () => {
    const slow = await payments.capture(7_000n, { currency: 'KWD' });
    await settlement.importFile({ id: 'extra', of: strange('cap_extra', 1_234n, USD), fee: 66n });
    settlement.nextDay(4);
    const twice = await payments.capture(5_000n);
    await settlement.importFile({ id: 'once', of: twice }, { id: 'again', of: twice });
    settlement.nextDay(3);
    const [less, euros] = [await payments.capture(2_000n), await payments.capture(3_000n)];
    await settlement.importFile({ id: 'less', of: less, gross: 1_999n, fee: 88n });
    settlement.nextDay();
    await settlement.importFile({ id: 'euros', of: euros, currency: EUR });
    settlement.nextDay();
    const lost = await payments.capture(6_000n);
    settlement.clock.advance(3_600_000);
    const dear = await payments.capture(4_250n, { fee: 153n });
    await settlement.importFile({ id: 'dear', of: dear, fee: 154n });

    const { breaks, openBreaks, currencies } = await settlement.report();
    expect(
      breaks.map(({ kind, ageing, ageDays, lineId, orderId }) => [kind, ageing, ageDays, lineId, orderId]),
    ).toEqual([
      ['missing_in_ledger', '>7', 9, 'extra', null],
      ['duplicate', '4-7', 5, 'again', twice.orderId],
      ['late', '4-7', 5, null, slow.orderId],
      ['amount_diff', '2-3', 2, 'less', less.orderId],
      ['currency_diff', '0-1', 1, 'euros', euros.orderId],
      ['missing_at_psp', '0-1', 0, null, lost.orderId],
      ['fee_diff', '0-1', 0, 'dear', dear.orderId],
    ]);
    expect(openBreaks).toBe(7);
    expect(currencies.map(({ currency, difference }) => [currency, difference])).toEqual([
      ...[['EUR', 0n] as const, ['KWD', 0n] as const, ['USD', 0n] as const],
    ]);
    expect(breaks.map(({ expected, found }) => [expected?.minor, found?.minor, found?.currency])).toEqual([
      [undefined, 1_234n, USD],
      [5_000n, 5_000n, USD],
      [7_000n, undefined, undefined],
      [2_000n, 1_999n, USD],
      [3_000n, 3_000n, EUR],
      [6_000n, undefined, undefined],
      [153n, 154n, USD],
    ]);
    await expectSound();
  });

  it('is the same whenever it is asked for, whatever came after the day', async () => {
    const capture = await payments.capture(4_250n, { fee: 153n });
    await payments.forget(capture);
    await payments.capture(100n, { currency: 'KWD' });
    await settlement.importFile({ id: 'l1', of: capture, fee: 153n }, { id: 'l2', of: strange('x', 700n, USD) });
    const [date, then] = [settlement.today, await settlement.report()];
    expect(then.breaks.map(({ kind }) => kind)).toEqual(['missing_in_ledger', 'missing_in_ledger']);

    settlement.nextDay(4);
    await payments.remember(capture);
    await payments.capture(8_000n, { currency: 'JPY' });
    await settlement.importFile({ id: 'l3', of: strange('y', 900n, EUR) });
    for (const { id, lineId } of then.breaks) if (lineId === 'l2') await settlement.resolve(id, 'revenue');
    expect(await settlement.openBreaks()).toEqual(['missing_in_ledger 0-1', 'late 0-1']);
    expect(await settlement.report(date)).toEqual(then);
    await expectSound();
  });
});

describe('a payout line', () => {
  it('changes nothing when it comes again', async () => {
    const [one, other] = [await payments.capture(4_250n), await payments.capture(100n)];
    const refund = await payments.refund(one, 1_000n);
    const lines = [
      { id: 'l1', of: one, fee: 153n },
      { id: 'l2', of: refund, category: 'refund' as const },
      { id: 'l3', of: other, gross: 99n },
      { id: 'l4', of: strange('x', 5n, KWD) },
    ];
    expect(await settlement.importFile(...lines)).toEqual({ read: 4, added: 4, matched: 2, unexplained: 2, left: 0 });
    const before = await everything();
    expect(await settlement.importFile(...lines)).toEqual({ read: 4, added: 0, matched: 0, unexplained: 0, left: 0 });
    expect(await everything()).toEqual(before);
    settlement.clock.advance(5_000);
    await settlement.importFile(...lines);
    expect(await everything()).toEqual(before);
    await expectSound();
  });

  it('keeps its whole file out where it came before with something else in it, or where one is malformed', async () => {
    const capture = await payments.capture(4_250n);
    await settlement.importFile({ id: 'l1', of: capture, fee: 153n });
    const before = await everything();
    const changed = settlement.importFile(
      { id: 'l0', of: strange('x', 5n, USD) },
      { id: 'l1', of: capture, fee: 154n },
    );
    await expect(changed).rejects.toThrow('line_id l1: was imported before, with something else in it');
    const malformed = settlement.importText(`${fileOf([{ id: 'l2', of: strange('x', 5n, USD) }])}l3,po\n`);
    await expect(malformed).rejects.toThrow('line 3: must have 9 fields');
    expect(await everything()).toEqual(before);
  });

  it('leaves suspense when what it belongs to is known at last, and its break ends', async () => {
    const capture = await payments.capture(4_250n, { fee: 153n });
    await payments.forget(capture);
    await settlement.importFile({ id: 'l1', of: capture, fee: 153n });
    expect(await settlement.openBreaks()).toEqual(['missing_in_ledger 0-1']);
    expect(await suspenseOf()).toBe(4_097n);
    await expectSound();

    settlement.nextDay();
    await payments.remember(capture);
    expect(await settlement.reconciler.run()).toEqual({ matched: 1, unexplained: 0, left: 0 });
    expect(await settlement.openBreaks()).toEqual([]);
    const { currencies } = await settlement.report();
    expect(currencies).toMatchObject([{ opening: 4_250n, fees: 153n, payouts: 0n, suspense: -4_097n, closing: 0n }]);
    expect(await suspenseOf()).toBe(0n);
    const { rows } = await ledger.query('select resolution, resolved_by from settlement_breaks');
    expect(rows).toEqual([{ resolution: 'matched', resolved_by: 'settlement' }]);
    await expectSound();
  });

  it('gets another break when what it belongs to turns out to differ, and stays in suspense once', async () => {
    const capture = await payments.capture(4_250n);
    await payments.forget(capture);
    await settlement.importFile({ id: 'l1', of: capture, gross: 4_200n });
    await payments.remember(capture);
    await settlement.reconciler.run();
    expect(await settlement.openBreaks()).toEqual(['amount_diff 0-1']);
    expect(await suspenseOf()).toBe(4_200n);
    const { rows } = await ledger.query(`select kind, resolution from settlement_breaks order by kind`);
    expect(rows).toEqual([
      { kind: 'amount_diff', resolution: null },
      { kind: 'missing_in_ledger', resolution: 'replaced' },
    ]);
    await expectSound();
  });

  it('is matched with a capture that no operation of ours made: its payment names it', async () => {
    const capture = await payments.capture(4_250n);
    await ledger.query('delete from payment_operations');
    await ledger.query(
      `insert into payments (order_id, status, version, state) values ($1, 'Captured', 3, jsonb_build_object('capture', jsonb_build_object('reference', $2::text)))`,
      ...[capture.orderId, capture.reference],
    );
    expect(await settlement.importFile({ id: 'l1', of: capture })).toMatchObject({ matched: 1, unexplained: 0 });
    expect(await settlement.openBreaks()).toEqual([]);
    await expectSound();
  });

  it('of a refund that failed brings the money back', async () => {
    const capture = await payments.capture(4_250n);
    const refund = await payments.refund(capture, 1_000n);
    await settlement.importFile({ id: 'l1', of: capture }, { id: 'l2', of: refund, category: 'refund' });
    await payments.failRefund(refund);
    const back = { id: 'l3', of: refund, category: 'refund_failure' as const };
    expect(await settlement.importFile(back)).toMatchObject({ matched: 1 });
    expect(await settlement.importFile({ ...back, id: 'l4' })).toMatchObject({ matched: 0, unexplained: 1 });
    expect(await settlement.openBreaks()).toEqual(['duplicate 0-1']);
    await expectSound();
  });

  it('that its payment was told of in a run that ended there is booked by the next run, once', async () => {
    const [capture, other] = [await payments.capture(4_250n, { fee: 1n }), await payments.capture(100n)];
    const { tables } = settlement;
    const book = tables.book.bind(tables);
    tables.book = () => Promise.reject(new Error('the process is gone'));
    const lines = [
      { id: 'l1', of: capture, fee: 153n },
      { id: 'l2', of: capture, fee: 153n },
      { id: 'l3', of: other, gross: 5n },
    ];
    await expect(settlement.importFile(...lines)).rejects.toThrow('the process is gone');
    tables.book = book;
    expect(await settlement.importFile(...lines)).toMatchObject({ added: 0, matched: 1, unexplained: 2, left: 0 });
    expect([...(await settlement.openBreaks())].sort()).toEqual(['amount_diff 0-1', 'duplicate 0-1', 'fee_diff 0-1']);
    await expectSound();
  });

  it('waits for the next run where its order can not be reached, and the others go on', async () => {
    const [capture, other] = [await payments.capture(4_250n), await payments.capture(100n)];
    const execute = payments.execute.bind(payments);
    payments.execute = <R>(command: unknown): Promise<R> =>
      (command as { orderId: string }).orderId === capture.orderId ? Promise.reject(new Error('no')) : execute(command);
    const lines = [
      { id: 'l1', of: capture },
      { id: 'l2', of: other },
    ];
    expect(await settlement.importFile(...lines)).toMatchObject({ matched: 1, left: 1 });
    payments.execute = execute;
    expect(await settlement.reconciler.run()).toEqual({ matched: 1, unexplained: 0, left: 0 });
    await expectSound();
  });

  it('is dealt with once by runs at the same time, however many there are', async () => {
    const captures = [];
    for (let n = 0; n < 30; n += 1) captures.push(await payments.capture(1_000n + BigInt(n)));
    const text = fileOf(
      captures.map((of, n) => ({ id: `l${n}`, of, gross: of.amount.minor - (n % 3 === 0 ? 1n : 0n) })),
    );
    await Promise.all(Array.from({ length: 6 }, () => settlement.importText(text)));
    const { rows } = await ledger.query('select status, count(*)::int from payout_lines group by 1 order by 1');
    expect(rows).toEqual([
      { status: 'matched', count: 20 },
      { status: 'unexplained', count: 10 },
    ]);
    expect((await settlement.report()).openBreaks).toBe(10);
    await expectSound();
  });
});

describe('an operation without a payout line', () => {
  it('is late first, missing once payouts have come past it, and neither when its line comes', async () => {
    const slow = await payments.capture(4_250n);
    settlement.nextDay();
    const quick = await payments.capture(100n);
    settlement.nextDay(3);
    await settlement.reconciler.run();
    expect(await settlement.openBreaks()).toEqual(['late 0-1']);
    await settlement.importFile({ id: 'l1', of: quick });
    expect(await settlement.openBreaks()).toEqual(['missing_at_psp 0-1']);
    settlement.nextDay(9);
    await settlement.reconciler.run();
    expect(await settlement.openBreaks()).toEqual(['missing_at_psp >7']);
    await settlement.importFile({ id: 'l2', of: slow });
    expect(await settlement.openBreaks()).toEqual([]);
    const { rows } = await ledger.query('select kind, resolution from settlement_breaks order by kind');
    expect(rows).toEqual([
      { kind: 'late', resolution: 'replaced' },
      { kind: 'missing_at_psp', resolution: 'matched' },
    ]);
    await expectSound();
  });
});

describe('a break that a person resolves', () => {
  const onlyBreak = async () => {
    const { breaks } = await settlement.report();
    expect(breaks).toHaveLength(1);
    return breaks[0]?.id ?? '';
  };

  it('takes the money of its line out of suspense, once', async () => {
    await settlement.importFile({ id: 'l1', of: strange('x', -700n, USD), category: 'other', gross: -700n });
    const id = await onlyBreak();
    expect(await settlement.resolve(id)).toBe('accountNeeded');
    const answers = await Promise.all([1, 2, 3].map(() => settlement.resolve(id, 'psp_fees')));
    expect([...answers].sort()).toEqual(['alreadyResolved', 'alreadyResolved', 'resolved']);
    expect(await settlement.openBreaks()).toEqual([]);
    expect(await suspenseOf()).toBe(0n);
    const { rows } = await ledger.query(
      `select side, amount_minor from ledger_entries where account = 'psp_fees' and purpose = 'LineAdjusted'`,
    );
    expect(rows).toEqual([{ side: 'debit', amount_minor: '700' }]);
    const said = await ledger.query('select resolution, resolved_by, resolution_reason from settlement_breaks');
    expect(said.rows).toEqual([{ resolution: 'adjusted', resolved_by: 'Ada', resolution_reason: 'ticket 7' }]);
    await settlement.reconciler.run();
    expect(await settlement.openBreaks()).toEqual([]);
    await expectSound();
  });

  it('is only noted where no money stands in suspense, and does not come back', async () => {
    await payments.capture(4_250n);
    settlement.nextDay(4);
    await settlement.reconciler.run();
    const id = await onlyBreak();
    expect(await settlement.resolve(id, 'revenue')).toBe('nothingToBook');
    expect(await settlement.resolve(id)).toBe('resolved');
    settlement.nextDay();
    await settlement.reconciler.run();
    expect(await settlement.openBreaks()).toEqual([]);
    expect(await settlement.resolve('019a9b5e-7c1c-7000-8000-0000000000aa')).toBe('notFound');
    await expectSound();
  });
});

describe('pulling from the gateway', () => {
  const lineOf = (id: string, reference: string, gross: bigint): SettlementLine => ({
    ...{ lineId: id, payoutId: 'po_1', reference, category: 'capture', gross, fee: 0n, net: gross, currency: USD },
    availableOn: new Date('2026-03-03T00:00:00Z'),
  });
  /** A gateway of these lines, which breaks off after so many. */
  const gatewayOf = (lines: readonly SettlementLine[], asked: Date[], breaksAfter = Infinity) =>
    ({
      async *settlements(since: Date) {
        asked.push(since);
        for (const [index, line] of lines.entries()) {
          if (index >= breaksAfter) throw new SettlementsUnavailable('simulated', 'reset');
          yield await Promise.resolve(line);
        }
      },
    }) as unknown as PaymentGateway;

  it('goes on from a week before where it came to its end, and from the same moment where it did not', async () => {
    const capture = await payments.capture(4_250n);
    const lines = Array.from({ length: 1_200 }, (_, n) =>
      lineOf(`l${n}`, n === 7 ? capture.reference : `x${n}`, 4_250n),
    );
    const asked: Date[] = [];
    await expect(settlement.pull(gatewayOf(lines, asked, 700))).rejects.toThrow(SettlementsUnavailable);
    const begun = settlement.clock.now();
    expect(await settlement.pull(gatewayOf(lines, asked))).toEqual({
      ...{ read: 1_200, added: 700, matched: 1, unexplained: 1_199, left: 0 },
    });
    settlement.nextDay();
    expect(await settlement.pull(gatewayOf(lines, asked))).toMatchObject({ read: 1_200, added: 0 });
    expect(asked).toEqual([new Date(0), new Date(0), new Date(begun.getTime() - 7 * day)]);
    await expectSound();
  });

  it('takes what is new where the gateway has changed a line that it told before, and keeps the line as it was', async () => {
    await settlement.pull(gatewayOf([lineOf('l1', 'x', 5n)], []));
    const changed = gatewayOf([lineOf('l1', 'x', 6n), lineOf('l2', 'y', 7n)], []);
    expect(await settlement.pull(changed)).toMatchObject({ read: 2, added: 1 });
    const { rows } = await ledger.query('select line_id, gross_minor from payout_lines order by 1');
    expect(rows).toEqual([
      { line_id: 'l1', gross_minor: '5' },
      { line_id: 'l2', gross_minor: '7' },
    ]);
    await expectSound();
  });
});
