import { describe, expect, it } from '@jest/globals';
import { Currency } from '../../src/kernel/currency.js';
import { strange } from './settlement-under-test.js';
import { useSettlement } from './use-settlement.js';

const [EUR, USD] = [Currency('EUR'), Currency('USD')];
const test = useSettlement();

describe('the report of a day', () => {
  it('adds up on a clean day, in each currency', async () => {
    const { settlement, payments } = test();
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
    await test().expectSound();
  });

  it('lists every kind of break once, with its age, and still adds up', async () => {
    const { settlement, payments } = test();
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
    await test().expectSound();
  });

  it('is the same whenever it is asked for, whatever came after the day', async () => {
    const { settlement, payments } = test();
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
    await test().expectSound();
  });
});

describe('an operation without a payout line', () => {
  it('is late first, missing once payouts have come past it, and neither when its line comes', async () => {
    const { ledger, settlement, payments } = test();
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
    await test().expectSound();
  });
});

describe('a break that a person resolves', () => {
  const onlyBreak = async () => {
    const { breaks } = await test().settlement.report();
    expect(breaks).toHaveLength(1);
    return breaks[0]?.id ?? '';
  };

  it('takes the money of its line out of suspense, once', async () => {
    const { ledger, settlement } = test();
    await settlement.importFile({ id: 'l1', of: strange('x', -700n, USD), category: 'adjustment', gross: -700n });
    const id = await onlyBreak();
    expect(await settlement.resolve(id)).toBe('accountNeeded');
    const answers = await Promise.all([1, 2, 3].map(() => settlement.resolve(id, 'psp_fees')));
    expect([...answers].sort()).toEqual(['alreadyResolved', 'alreadyResolved', 'resolved']);
    expect(await settlement.openBreaks()).toEqual([]);
    expect(await test().suspenseOf()).toBe(0n);
    const { rows } = await ledger.query(
      `select side, amount_minor from ledger_entries where account = 'psp_fees' and purpose = 'LineAdjusted'`,
    );
    expect(rows).toEqual([{ side: 'debit', amount_minor: '700' }]);
    const said = await ledger.query('select resolution, resolved_by, resolution_reason from settlement_breaks');
    expect(said.rows).toEqual([{ resolution: 'adjusted', resolved_by: 'Ada', resolution_reason: 'ticket 7' }]);
    await settlement.reconciler.run();
    expect(await settlement.openBreaks()).toEqual([]);
    await test().expectSound();
  });

  it('is only noted where no money stands in suspense, and does not come back', async () => {
    const { settlement, payments } = test();
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
    await test().expectSound();
  });
});
