import { afterEach, describe, expect, it } from '@jest/globals';
import type Stripe from 'stripe';
import { SettlementsUnavailable } from '../../../src/gateway/payment-gateway.js';
import type { SettlementLine } from '../../../src/gateway/settlement-line.js';
import { collect } from '../collect.js';
import { answer, Listening } from '../listening.js';
import { stripe } from '../subject.js';

type Payout = Pick<Stripe.Payout, 'id' | 'reconciliation_status'>;
type Line = Partial<Omit<Stripe.BalanceTransaction, 'source'>> & { readonly source?: unknown };

const lineOf = (line: Line) => ({
  ...{ id: 'txn_1', amount: 4250, fee: 153, net: 4097, currency: 'usd', available_on: 1_772_366_340 },
  ...{ type: 'charge', reporting_category: 'charge', source: 'ch_1' },
  ...line,
});
const list = (data: readonly unknown[]) => ({ object: 'list', data, has_more: false, url: '/' });

describe('the payout lines of Stripe', () => {
  const listening = new Listening();
  afterEach(() => listening.close());

  /** @param payouts and their lines, the newest first */
  async function read(
    payouts: readonly Payout[],
    lines: Readonly<Record<string, readonly Line[]>>,
  ): Promise<readonly SettlementLine[]> {
    const url = await listening.to((request, response) => {
      const { pathname, searchParams } = new URL(request.url ?? '', 'http://stripe.example');
      const of = lines[searchParams.get('payout') ?? ''] ?? [];
      response.end(JSON.stringify(list(pathname === '/v1/payouts' ? payouts : of.map(lineOf))));
    });
    return collect(stripe.adapter({ url, webhookSecrets: [], deadlineMs: 20_000 }).settlements(new Date(0)));
  }

  const completed = (id: string): Payout => ({ id, reconciliation_status: 'completed' });
  const ids = (lines: readonly SettlementLine[]) => lines.map(({ lineId }) => lineId);

  it('come oldest first, of the oldest payout first', async () => {
    const lines = await read([completed('po_2'), completed('po_1')], {
      po_1: [{ id: 'txn_2' }, { id: 'txn_1' }],
      po_2: [{ id: 'txn_4' }, { id: 'txn_3' }],
    });
    expect(lines.map(({ payoutId, lineId }) => `${payoutId} ${lineId}`)).toEqual([
      'po_1 txn_1',
      'po_1 txn_2',
      'po_2 txn_3',
      'po_2 txn_4',
    ]);
  });

  it('end before a payout that Stripe is still at, so that a later reading misses nothing', async () => {
    const payouts = [completed('po_3'), { id: 'po_2', reconciliation_status: 'in_progress' }, completed('po_1')];
    expect(ids(await read(payouts, { po_1: [{ id: 'txn_1' }], po_3: [{ id: 'txn_3' }] }))).toEqual(['txn_1']);
  });

  it('are none of a payout by hand, which Stripe gives no lines for', async () => {
    const payouts = [completed('po_2'), { id: 'po_1', reconciliation_status: 'not_applicable' }];
    expect(ids(await read(payouts, { po_1: [{ id: 'txn_1' }], po_2: [{ id: 'txn_2' }] }))).toEqual(['txn_2']);
  });

  it('say what was captured, given back, taken back, charged for, and what is left to explain', async () => {
    const dispute = { id: 'dp_1', object: 'dispute', charge: 'ch_1' };
    const lines = await read([completed('po_1')], {
      po_1: [
        { id: 'txn_8', reporting_category: 'payout', source: 'po_1', amount: -1, net: -1, fee: 0 },
        { id: 'txn_7', reporting_category: 'other_adjustment', source: null, amount: 10, net: 10, fee: 0 },
        { id: 'txn_6', reporting_category: 'fee', source: null, amount: -200, net: -200, fee: 0 },
        { id: 'txn_5', reporting_category: 'dispute_reversal', source: dispute, fee: -1500, net: 5750 },
        { id: 'txn_4', reporting_category: 'dispute', source: dispute, amount: -4250, fee: 1500, net: -5750 },
        {
          id: 'txn_3',
          reporting_category: 'refund_failure',
          source: { id: 're_1', object: 'refund' },
          fee: 0,
          net: 4250,
        },
        {
          id: 'txn_2',
          reporting_category: 'refund',
          source: { id: 're_1', object: 'refund' },
          amount: -4250,
          fee: 0,
          net: -4250,
        },
        { id: 'txn_1', source: { id: 'ch_1', object: 'charge' } },
      ],
    });
    const short = ({ category, reference, gross, fee, net }: SettlementLine) =>
      `${category} ${reference ?? '-'}: ${gross} - ${fee} = ${net}`;
    expect(lines.map(short)).toEqual([
      'capture ch_1: 4250 - 153 = 4097',
      'refund re_1: -4250 - 0 = -4250',
      'refund_failure re_1: 4250 - 0 = 4250',
      'dispute ch_1: -4250 - 1500 = -5750',
      'dispute ch_1: 4250 - -1500 = 5750',
      'fee -: -200 - 0 = -200',
      'adjustment -: 10 - 0 = 10',
    ]);
    expect(lines[0]).toMatchObject({
      payoutId: 'po_1',
      currency: 'USD',
      availableOn: new Date('2026-03-01T11:59:00Z'),
    });
  });

  it('are in our minor units', async () => {
    const amounts = { currency: 'isk', amount: 50_000, fee: 1_700, net: 48_300 };
    const [line] = await read([completed('po_1')], { po_1: [amounts] });
    expect(line).toMatchObject({ gross: 500n, fee: 17n, net: 483n, currency: 'ISK' });
  });

  it('are not rounded', async () => {
    const amounts = { currency: 'isk', amount: 50_000, fee: 1_750, net: 48_250 };
    const reading = read([completed('po_1')], { po_1: [amounts] });
    await expect(reading).rejects.toThrow(SettlementsUnavailable);
    await expect(reading).rejects.toThrow('1750 isk of txn_1');
  });

  it.each<[string, number, string]>([
    ['Stripe breaks', 500, '{"error":{"type":"api_error"}}'],
    ['a page comes instead', 200, '<html>'],
    ['a line is none', 200, JSON.stringify(list([completed('po_1')]))],
  ])('are none rather than some when %s', async (_name, status, text) => {
    const url = await listening.to(answer(status, text));
    const reading = collect(stripe.adapter({ url, webhookSecrets: [], deadlineMs: 20_000 }).settlements(new Date(0)));
    await expect(reading).rejects.toThrow(SettlementsUnavailable);
  });
});
