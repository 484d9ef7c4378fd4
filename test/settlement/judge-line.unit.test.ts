import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Currency } from '../../src/kernel/currency.js';
import { OperationId, OrderId } from '../../src/kernel/ids.js';
import type { Money } from '../../src/kernel/money.js';
import { judgeAbsence } from '../../src/settlement/judge-absence.js';
import { type Counterpart, judge, overruled } from '../../src/settlement/judge-line.js';
import type { PayoutLine } from '../../src/settlement/payout-line.js';

const USD = Currency('USD');
const usd = (minor: bigint): Money => ({ minor, currency: USD });

const line = (said: Partial<PayoutLine> = {}): PayoutLine => ({
  ...{ gateway: 'simulated', lineId: 'line_1', payoutId: 'po_1', reference: 'cap_1', category: 'capture' },
  ...{ gross: 4_250n, fee: 153n, net: (said.gross ?? 4_250n) - (said.fee ?? 153n), currency: USD },
  availableOn: new Date('2026-07-03T00:00:00Z'),
  ...said,
});
const refund = (said: Partial<PayoutLine> = {}): PayoutLine =>
  line({ category: 'refund', reference: 'ref_1', gross: -1_000n, fee: 0n, ...said });

const ours = (said: Partial<Counterpart> = {}): Counterpart => ({
  orderId: OrderId('0197a1b2-0000-7000-8000-000000000001'),
  operationId: OperationId('0197a1b2-0000-7000-8000-000000000002'),
  ...{ posted: usd(4_250n), fee: 153n, settled: false },
  ...said,
});
const ourRefund = (said: Partial<Counterpart> = {}) => ours({ posted: usd(-1_000n), fee: null, ...said });

describe('a payout line that is what the books say', () => {
  it('settles its capture, with the fee of the line', () => {
    expect(judge(line(), ours())).toMatchObject({
      kind: 'match',
      input: { type: 'SettlementMatched', payout: 'po_1', gross: usd(4_250n), fee: usd(153n) },
      notice: null,
    });
  });

  it('is no less right where the capture was told no fee', () => {
    expect(judge(line(), ours({ fee: null }))).toMatchObject({ kind: 'match', notice: null });
  });

  it('comes off for a refund, and comes back for one that failed', () => {
    const of = ourRefund().operationId;
    const input = { type: 'RefundSettlementMatched', operationId: of, payout: 'po_1', amount: usd(1_000n) };
    expect(judge(refund(), ourRefund())).toMatchObject({ kind: 'match', input: { ...input, direction: 'out' } });
    const back = refund({ category: 'refund_failure', gross: 1_000n });
    const failed = ourRefund({ posted: usd(1_000n) });
    expect(judge(back, failed)).toMatchObject({ kind: 'match', input: { ...input, direction: 'in' } });
  });
});

const dispute = (said: Partial<PayoutLine> = {}): PayoutLine =>
  line({ category: 'dispute', gross: -4_000n, fee: 1_500n, ...said });
const won = (said: Partial<PayoutLine> = {}): PayoutLine => dispute({ gross: 4_000n, fee: -1_500n, ...said });
const ourDispute = (said: Partial<Counterpart> = {}) => ours({ posted: usd(-4_000n), fee: 1_500n, ...said });
const ourWin = (said: Partial<Counterpart> = {}) => ours({ posted: usd(4_000n), fee: -1_500n, ...said });

describe('a payout line of a dispute that the books know', () => {
  it.each([
    ['comes off with its fee', dispute(), ourDispute(), 'out', 1_500n],
    ['comes back with the fee', won(), ourWin(), 'in', 1_500n],
    ['comes back without a fee', won({ fee: 0n }), ourWin({ fee: 0n }), 'in', 0n],
  ] as const)('%s', (_what, given, counterpart, direction, fee) => {
    const input = { type: 'DisputeSettlementMatched', payout: 'po_1', direction, amount: usd(4_000n), fee: usd(fee) };
    expect(judge(given, counterpart)).toMatchObject({ kind: 'match', input, notice: null });
  });
});

const differing: readonly (readonly [
  kind: string,
  why: string,
  line: PayoutLine,
  counterpart: Counterpart | null,
  expected: Money | null,
  found: Money,
])[] = [
  ['missing_in_ledger', 'nothing of ours has its reference', line(), null, null, usd(4_250n)],
  ['missing_in_ledger', 'the ledger has booked nothing', line(), ours({ posted: null }), null, usd(4_250n)],
  ['missing_in_ledger', 'it is no capture and no refund', line({ category: 'adjustment' }), ours(), null, usd(4_250n)],
  ['duplicate', 'another line settled it', line(), ours({ settled: true }), usd(4_250n), usd(4_250n)],
  ['duplicate', 'whatever else is wrong', line({ gross: 1n }), ours({ settled: true }), usd(4_250n), usd(1n)],
  ['amount_diff', 'a minor unit less', line({ gross: 4_249n }), ours(), usd(4_250n), usd(4_249n)],
  ['amount_diff', 'its net is not gross less fee', line({ net: 4_098n }), ours(), usd(4_097n), usd(4_098n)],
  ['amount_diff', 'a refund the wrong way', refund({ gross: 1_000n }), ourRefund(), usd(-1_000n), usd(1_000n)],
  ['fee_diff', 'a refund with a fee', refund({ fee: 5n, net: -1_005n }), ourRefund(), usd(0n), usd(5n)],
  ['missing_in_ledger', 'a dispute that nobody told us of', dispute(), ours({ posted: null }), null, usd(-4_000n)],
  ['duplicate', 'the same dispute again', dispute(), ourDispute({ settled: true }), usd(-4_000n), usd(-4_000n)],
  ['amount_diff', 'a dispute of more', dispute({ gross: -4_001n }), ourDispute(), usd(-4_000n), usd(-4_001n)],
  ['fee_diff', 'a dispute with another fee', dispute({ fee: 0n, net: -4_000n }), ourDispute(), usd(1_500n), usd(0n)],
  ['fee_diff', 'a win that keeps the fee', won({ fee: 0n, net: 4_000n }), ourWin(), usd(-1_500n), usd(0n)],
  ['fee_diff', 'a fee that comes in', line({ fee: -1n }), ours(), usd(153n), usd(-1n)],
];

describe('a payout line that is not', () => {
  it.each(differing)('goes to suspense as %s: %s', (kind, _why, given, counterpart, expected, found) => {
    expect(judge(given, counterpart)).toEqual({ kind: 'unexplained', counterpart, finding: { kind, expected, found } });
  });

  it('is of the wrong currency before it is of a wrong amount', () => {
    const euros = line({ currency: Currency('EUR'), gross: 9n });
    expect(judge(euros, ours())).toMatchObject({
      finding: { kind: 'currency_diff', expected: usd(4_250n), found: { minor: 9n, currency: 'EUR' } },
    });
  });

  it('settles its capture all the same where only the fee is another one than was told', () => {
    expect(judge(line({ fee: 154n }), ours())).toMatchObject({
      kind: 'match',
      input: { fee: usd(154n) },
      notice: { kind: 'fee_diff', expected: usd(153n), found: usd(154n) },
    });
  });

  it.each([
    ['AlreadySettled', 'duplicate'],
    ['SettlementDiffers', 'amount_diff'],
    ['NothingCaptured', 'missing_in_ledger'],
    ['UnknownRefund', 'missing_in_ledger'],
    ['NotDisputed', 'missing_in_ledger'],
  ] as const)('is what the payment says it is: %s is a %s', (reason, kind) => {
    expect(overruled(line(), ours(), reason)).toMatchObject({ kind: 'unexplained', finding: { kind } });
  });

  it('never settles more or less than the ledger has booked, whatever it says', () => {
    const small = fc.constantFrom(-1n, 0n, 1n, 2n);
    const any = fc
      .record({
        ...{
          gross: small,
          fee: small,
          off: fc.constantFrom(0n, 0n, 1n),
          currency: fc.constantFrom(USD, USD, Currency('EUR')),
        },
        category: fc.constantFrom(
          'capture' as const,
          'refund' as const,
          'refund_failure' as const,
          'dispute' as const,
          'adjustment' as const,
        ),
      })
      .map(({ off, ...said }) => ({ ...said, net: said.gross - said.fee + off }));
    const books = fc.record({
      posted: fc.option(small.map(usd), { freq: 9 }),
      fee: fc.option(small),
      settled: fc.boolean(),
    });
    let matches = 0;
    fc.assert(
      fc.property(any, books, (said, booked) => {
        const [given, counterpart] = [line(said), ours(booked)];
        const verdict = judge(given, counterpart);
        if (verdict.kind === 'unexplained') return;
        matches += 1;
        expect(counterpart).toMatchObject({ settled: false, posted: { minor: given.gross, currency: given.currency } });
        expect(given.net + given.fee).toBe(given.gross);
        expect(given.fee >= 0n || given.category === 'dispute').toBe(true);
        expect(given.category).not.toBe('adjustment');
      }),
      { numRuns: 20_000 },
    );
    expect(matches).toBeGreaterThan(100);
  });
});

describe('what stands in the ledger and in no line', () => {
  const day = 86_400_000;
  const madeAt = new Date('2026-07-01T12:00:00Z');
  const after = (days: number) => new Date(madeAt.getTime() + days * day);
  const judged = (reached: Date | null, days: number) => judgeAbsence({ madeAt, reached }, after(days), 3 * day);

  it('is missing at the gateway once payouts have come past it, however soon', () => {
    expect(judged(after(0.1), 1)).toBe('missing_at_psp');
    expect(judged(after(0.1), 30)).toBe('missing_at_psp');
  });

  it('is late where they have not, and it has been longer than they take', () => {
    expect(judged(null, 3)).toBeNull();
    expect(judged(null, 3.01)).toBe('late');
    expect(judged(after(-1), 2)).toBeNull();
    expect(judged(after(-1), 3.01)).toBe('late');
    expect(judged(madeAt, 3.01)).toBe('late');
  });
});
