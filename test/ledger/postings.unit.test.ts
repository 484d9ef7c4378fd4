import { describe, expect, it } from '@jest/globals';
import { Currency } from '../../src/kernel/currency.js';
import { OperationId, OrderId } from '../../src/kernel/ids.js';
import { entriesOf, noOrder } from '../../src/ledger/entry.js';
import type { MoneyFact } from '../../src/ledger/money-fact.js';
import { postings } from '../../src/ledger/postings.js';
import { NegativeTransfer } from '../../src/ledger/transfer.js';

const orderId = OrderId('019a9b5e-7c1c-7000-8000-000000000001');
const operationId = OperationId('019a9b5e-7c1c-7000-8000-0000000000aa');
const authorization = OperationId('019a9b5e-7c1c-7000-8000-0000000000bb');
const expiresAt = new Date('2026-12-04T10:00:00Z');

const of = (minor: bigint) => ({ orderId, operationId, amount: { minor, currency: Currency('USD') } });

type Row = readonly [given: string, when: MoneyFact, then: readonly string[]];

const rows: readonly Row[] = [
  [
    'an authorization reserves, and posts nothing',
    { type: 'Authorized', expiresAt, ...of(100n) },
    ['pending auth_hold_asset / auth_hold_contra 100 of ..aa'],
  ],
  [
    'a void gives back what is held',
    { type: 'Voided', authorization, ...of(100n) },
    ['void auth_hold_asset / auth_hold_contra 100 of ..bb'],
  ],
  [
    'an expiry gives back what the operation itself holds',
    { type: 'Expired', ...of(100n) },
    ['void auth_hold_asset / auth_hold_contra 100 of ..aa'],
  ],
  [
    'a capture of all takes the hold, and the gateway owes it as income to come',
    { type: 'Captured', authorization, released: 0n, ...of(100n) },
    ['post auth_hold_asset / auth_hold_contra 100 of ..bb', 'posted psp_clearing / deferred_revenue 100'],
  ],
  [
    'a final capture of less gives back the rest in the same posting',
    { type: 'Captured', authorization, released: 40n, ...of(60n) },
    [
      'post auth_hold_asset / auth_hold_contra 60 of ..bb',
      'void auth_hold_asset / auth_hold_contra 40 of ..bb',
      'posted psp_clearing / deferred_revenue 60',
    ],
  ],
  [
    'a payout line brings the amount less its fee to the bank, and makes it revenue',
    { type: 'Settled', fee: 3n, earned: 100n, ...of(100n) },
    ['posted bank / psp_clearing 97', 'posted psp_fees / psp_clearing 3', 'posted deferred_revenue / revenue 100'],
  ],
  [
    'what was refunded before the payout never becomes revenue',
    { type: 'Settled', fee: 0n, earned: 70n, ...of(100n) },
    ['posted bank / psp_clearing 100', 'posted deferred_revenue / revenue 70'],
  ],
  [
    'a fee of more than the amount takes the rest from the bank',
    { type: 'Settled', fee: 30n, earned: 10n, ...of(10n) },
    ['posted psp_fees / psp_clearing 10', 'posted psp_fees / bank 20', 'posted deferred_revenue / revenue 10'],
  ],
  [
    'a payout that is less by a refund or a dispute',
    { type: 'DeductionSettled', ...of(30n) },
    ['posted psp_clearing / bank 30'],
  ],
  ['a payout that is more by what came back', { type: 'ReturnSettled', ...of(30n) }, ['posted bank / psp_clearing 30']],
  [
    'a refund is due out of revenue once the capture is settled',
    { type: 'RefundRequested', from: 'revenue', ...of(30n) },
    ['posted revenue / refunds_payable 30'],
  ],
  [
    'a refund is due out of deferred revenue before',
    { type: 'RefundRequested', from: 'deferred_revenue', ...of(30n) },
    ['posted deferred_revenue / refunds_payable 30'],
  ],
  [
    'a confirmed refund is paid out of what the gateway owes',
    { type: 'RefundConfirmed', ...of(30n) },
    ['posted refunds_payable / psp_clearing 30'],
  ],
  [
    'a refund that fails late is due again',
    { type: 'RefundFailed', ...of(30n) },
    ['posted psp_clearing / refunds_payable 30'],
  ],
  [
    'an abandoned refund is income again',
    { type: 'RefundAbandoned', to: 'revenue', ...of(30n) },
    ['posted refunds_payable / revenue 30'],
  ],
  [
    'a dispute takes its amount and its fee from what the gateway owes',
    { type: 'DisputeOpened', fee: 15n, ...of(100n) },
    ['posted chargebacks / psp_clearing 100', 'posted psp_fees / psp_clearing 15'],
  ],
  [
    'a won dispute is the reverse, with what of the fee comes back',
    { type: 'DisputeWon', fee: 15n, from: 'chargebacks', ...of(100n) },
    ['posted psp_clearing / chargebacks 100', 'posted psp_clearing / psp_fees 15'],
  ],
  [
    'a dispute that is won after it was lost takes its amount out of the losses',
    { type: 'DisputeWon', fee: 0n, from: 'chargeback_losses', ...of(100n) },
    ['posted psp_clearing / chargeback_losses 100'],
  ],
  [
    'a lost dispute is an expense',
    { type: 'DisputeLost', ...of(100n) },
    ['posted chargeback_losses / chargebacks 100'],
  ],
  [
    'money that came in unexplained',
    { ...of(7n), type: 'LineUnexplained', direction: 'in', orderId: null },
    ['posted bank / suspense 7'],
  ],
  [
    'money that went out unexplained',
    { ...of(7n), type: 'LineUnexplained', direction: 'out', orderId: null },
    ['posted suspense / bank 7'],
  ],
  [
    'of what is explained later, either way, suspense is cleared again: the settlement itself brings it to the bank',
    { ...of(7n), type: 'LineExplained', direction: 'in', orderId: null },
    ['posted suspense / bank 7'],
  ],
  [
    'and of money that had gone out',
    { ...of(7n), type: 'LineExplained', direction: 'out', orderId: null },
    ['posted bank / suspense 7'],
  ],
  [
    'money that came in unexplained is what a person says it is',
    { ...of(7n), type: 'LineAdjusted', direction: 'in', orderId: null, to: 'revenue' },
    ['posted suspense / revenue 7'],
  ],
  [
    'and so is money that went out',
    { ...of(7n), type: 'LineAdjusted', direction: 'out', orderId: null, to: 'psp_fees' },
    ['posted psp_fees / suspense 7'],
  ],
];

describe('the postings of a money fact, debit / credit', () => {
  it.each(rows)('%s', (_given, when, then) => {
    const made = postings(when).map(({ debit, credit, amount, ...how }) => {
      expect(amount.currency).toBe('USD');
      const hold = 'hold' in how ? ` of ..${how.hold.slice(-2)}` : '';
      return `${how.phase} ${debit} / ${credit} ${amount.minor}${hold}`;
    });
    expect(made).toEqual(then);
  });

  it('say until when an authorization holds', () => {
    expect(postings({ type: 'Authorized', expiresAt, ...of(100n) })).toMatchObject([{ expiresAt }]);
  });

  it('never move less than nothing', () => {
    const captured: MoneyFact = { type: 'Captured', authorization, released: -1n, ...of(100n) };
    expect(() => postings(captured)).toThrow(NegativeTransfer);
    expect(() => postings({ type: 'RefundConfirmed', ...of(-1n) })).toThrow('of -1 minor units of USD');
  });
});

describe('the entries of a fact', () => {
  it('are a debit and a credit of each transfer, under the operation and what it was for', () => {
    expect(entriesOf({ type: 'Captured', authorization, released: 0n, ...of(100n) })).toMatchObject([
      { purpose: 'Captured', transfer: 1, side: 'debit', account: 'auth_hold_asset', hold: authorization },
      { purpose: 'Captured', transfer: 1, side: 'credit', account: 'auth_hold_contra', hold: authorization },
      { orderId, operationId, transfer: 2, side: 'debit', account: 'psp_clearing', hold: null, expiresAt: null },
      { orderId, operationId, transfer: 2, side: 'credit', account: 'deferred_revenue', phase: 'posted' },
    ]);
  });

  it('of no order stand under the empty UUID', () => {
    const entries = entriesOf({ ...of(7n), type: 'LineUnexplained', direction: 'in', orderId: null });
    expect(entries.map((entry) => entry.orderId)).toEqual([noOrder, noOrder]);
  });
});
