import { describe, expect, it } from '@jest/globals';
import { Currency } from '../../src/kernel/currency.js';
import { fileOf, strange } from './settlement-under-test.js';
import { useSettlement } from './use-settlement.js';

const [KWD, USD] = [Currency('KWD'), Currency('USD')];
const test = useSettlement();

describe('a payout line', () => {
  it('changes nothing when it comes again', async () => {
    const { settlement, payments } = test();
    const [one, other] = [await payments.capture(4_250n), await payments.capture(100n)];
    const refund = await payments.refund(one, 1_000n);
    const lines = [
      { id: 'l1', of: one, fee: 153n },
      { id: 'l2', of: refund, category: 'refund' as const },
      { id: 'l3', of: other, gross: 99n },
      { id: 'l4', of: strange('x', 5n, KWD) },
    ];
    expect(await settlement.importFile(...lines)).toEqual({ read: 4, added: 4, matched: 2, unexplained: 2, left: 0 });
    const before = await test().everything();
    expect(await settlement.importFile(...lines)).toEqual({ read: 4, added: 0, matched: 0, unexplained: 0, left: 0 });
    expect(await test().everything()).toEqual(before);
    settlement.clock.advance(5_000);
    await settlement.importFile(...lines);
    expect(await test().everything()).toEqual(before);
    await test().expectSound();
  });

  it('keeps its whole file out where it came before with something else in it, or where one is malformed', async () => {
    const { settlement, payments } = test();
    const capture = await payments.capture(4_250n);
    await settlement.importFile({ id: 'l1', of: capture, fee: 153n });
    const before = await test().everything();
    const changed = settlement.importFile(
      { id: 'l0', of: strange('x', 5n, USD) },
      { id: 'l1', of: capture, fee: 154n },
    );
    await expect(changed).rejects.toThrow('line_id l1: was imported before, with something else in it');
    const malformed = settlement.importText(`${fileOf([{ id: 'l2', of: strange('x', 5n, USD) }])}l3,po\n`);
    await expect(malformed).rejects.toThrow('line 3: must have 9 fields');
    expect(await test().everything()).toEqual(before);
  });

  it('leaves suspense when what it belongs to is known at last, and its break ends', async () => {
    const { ledger, settlement, payments } = test();
    const capture = await payments.capture(4_250n, { fee: 153n });
    await payments.forget(capture);
    await settlement.importFile({ id: 'l1', of: capture, fee: 153n });
    expect(await settlement.openBreaks()).toEqual(['missing_in_ledger 0-1']);
    expect(await test().suspenseOf()).toBe(4_097n);
    await test().expectSound();

    settlement.nextDay();
    await payments.remember(capture);
    expect(await settlement.reconciler.run()).toEqual({ matched: 1, unexplained: 0, left: 0 });
    expect(await settlement.openBreaks()).toEqual([]);
    const { currencies } = await settlement.report();
    expect(currencies).toMatchObject([{ opening: 4_250n, fees: 153n, payouts: 0n, suspense: -4_097n, closing: 0n }]);
    expect(await test().suspenseOf()).toBe(0n);
    const { rows } = await ledger.query('select resolution, resolved_by from settlement_breaks');
    expect(rows).toEqual([{ resolution: 'matched', resolved_by: 'settlement' }]);
    await test().expectSound();
  });

  it('gets another break when what it belongs to turns out to differ, and stays in suspense once', async () => {
    const { ledger, settlement, payments } = test();
    const capture = await payments.capture(4_250n);
    await payments.forget(capture);
    await settlement.importFile({ id: 'l1', of: capture, gross: 4_200n });
    await payments.remember(capture);
    await settlement.reconciler.run();
    expect(await settlement.openBreaks()).toEqual(['amount_diff 0-1']);
    expect(await test().suspenseOf()).toBe(4_200n);
    const { rows } = await ledger.query(`select kind, resolution from settlement_breaks order by kind`);
    expect(rows).toEqual([
      { kind: 'amount_diff', resolution: null },
      { kind: 'missing_in_ledger', resolution: 'replaced' },
    ]);
    await test().expectSound();
  });

  it('is matched with a capture that no operation of ours made: its payment names it', async () => {
    const { ledger, settlement, payments } = test();
    const capture = await payments.capture(4_250n);
    await ledger.query('delete from payment_operations');
    await ledger.query(
      `insert into payments (order_id, status, version, state) values ($1, 'Captured', 3, jsonb_build_object('capture', jsonb_build_object('reference', $2::text)))`,
      ...[capture.orderId, capture.reference],
    );
    expect(await settlement.importFile({ id: 'l1', of: capture })).toMatchObject({ matched: 1, unexplained: 0 });
    expect(await settlement.openBreaks()).toEqual([]);
    await test().expectSound();
  });

  it('of a refund that failed brings the money back', async () => {
    const { settlement, payments } = test();
    const capture = await payments.capture(4_250n);
    const refund = await payments.refund(capture, 1_000n);
    await settlement.importFile({ id: 'l1', of: capture }, { id: 'l2', of: refund, category: 'refund' });
    await payments.failRefund(refund);
    const back = { id: 'l3', of: refund, category: 'refund_failure' as const };
    expect(await settlement.importFile(back)).toMatchObject({ matched: 1 });
    expect(await settlement.importFile({ ...back, id: 'l4' })).toMatchObject({ matched: 0, unexplained: 1 });
    expect(await settlement.openBreaks()).toEqual(['duplicate 0-1']);
    await test().expectSound();
  });

  it('that its payment was told of in a run that ended there is booked by the next run, once', async () => {
    const { settlement, payments } = test();
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
    await test().expectSound();
  });

  it('waits for the next run where its order can not be reached, and the others go on', async () => {
    const { settlement, payments } = test();
    const [capture, other] = [await payments.capture(4_250n), await payments.capture(100n)];
    const execute = payments.execute.bind(payments);
    payments.execute = (command) =>
      command.orderId === capture.orderId ? Promise.reject(new Error('no')) : execute(command);
    const lines = [
      { id: 'l1', of: capture },
      { id: 'l2', of: other },
    ];
    expect(await settlement.importFile(...lines)).toMatchObject({ matched: 1, left: 1 });
    payments.execute = execute;
    expect(await settlement.reconciler.run()).toEqual({ matched: 1, unexplained: 0, left: 0 });
    await test().expectSound();
  });

  it('is dealt with once by runs at the same time, however many there are', async () => {
    const { ledger, settlement, payments } = test();
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
    await test().expectSound();
  });
});
