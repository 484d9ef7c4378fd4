import { describe, expect, it } from '@jest/globals';
import { seedCaptured } from '../queries/payments/captured-payment.js';
import { idOf } from '../queries/read-database.js';
import { useReadSide } from './read-side.js';

const side = useReadSide();

const question = `query ($date: Date!) {
  reconciliation(date: $date) {
    date openBreaks
    currencies { currency opening captures refunds chargebacks fees payouts suspense closing difference suspenseBalance }
    breaks { kind ageDays ageing firstSeenAt gateway lineId payoutId reference orderId operationId expected { amount currency } found { amount currency } }
  }
}`;

describe('reconciliation, by GraphQL', () => {
  it('answers a day with its amounts per currency, and what was open at its end, oldest first', async () => {
    const { tables, api } = side();
    await tables.query(`
      insert into ledger_entries (order_id, operation_id, purpose, transfer, side, account, phase, amount_minor, currency, recorded_at)
      select uuid '00000000-0000-0000-0000-000000000000', uuid '019a9b5e-7c1c-7000-8000-0000000000aa', 'LineUnexplained', 1, side, account,
        'posted', 1205, 'KWD', '2026-07-01T10:00:00Z' from (values ('debit', 'suspense'), ('credit', 'bank')) t (side, account)`);
    await tables.query(`
      insert into payout_lines (gateway, line_id, payout_id, reference, category, gross_minor, fee_minor, net_minor, currency, available_on,
        source, imported_at, status, booked_at)
      values ('stripe', 'l1', 'po_1', 'ref_1', 'refund', -1205, 0, -1205, 'KWD', '2026-07-03', 'file', '2026-07-01T10:00:00Z', 'unexplained',
        '2026-07-01T10:00:00Z')`);
    await tables.query(`
      insert into settlement_breaks (break_id, kind, gateway, line_id, operation_id, reference, expected_minor, expected_currency, found_minor,
        found_currency, first_seen_at, resolved_at, resolution, resolved_by)
      values ('019a9b5e-7c1c-7000-8000-0000000000b1', 'duplicate', 'stripe', 'l1', null, 'ref_1', -1205, 'KWD', -1205, 'KWD', '2026-07-01T10:00:00Z',
          '2026-07-02T00:00:00Z', 'accepted', 'Ada'),
        ('019a9b5e-7c1c-7000-8000-0000000000b2', 'late', null, null, '019a9b5e-7c1c-7000-8000-0000000000ab', null, null, null, null, null,
          '2026-06-23T23:59:59Z', null, null, null),
        ('019a9b5e-7c1c-7000-8000-0000000000b3', 'late', null, null, '019a9b5e-7c1c-7000-8000-0000000000ac', null, null, null, null, null,
          '2026-07-02T00:00:00Z', null, null, null)`);
    const { status, body } = await api.graphql(question, { date: '2026-07-01' });
    expect(status).toBe(200);
    const none = {
      gateway: null,
      lineId: null,
      payoutId: null,
      reference: null,
      orderId: null,
      expected: null,
      found: null,
    };
    expect(body).toEqual({
      data: {
        reconciliation: {
          ...{ date: '2026-07-01', openBreaks: 2 },
          currencies: [
            {
              ...{
                currency: 'KWD',
                opening: '0.000',
                captures: '0.000',
                refunds: '0.000',
                chargebacks: '0.000',
                fees: '0.000',
              },
              ...{
                payouts: '-1.205',
                suspense: '-1.205',
                closing: '0.000',
                difference: '0.000',
                suspenseBalance: '-1.205',
              },
            },
          ],
          breaks: [
            {
              ...none,
              ...{ kind: 'LATE', ageDays: 8, ageing: 'OVER_7_DAYS', firstSeenAt: '2026-06-23T23:59:59.000Z' },
              operationId: '019a9b5e-7c1c-7000-8000-0000000000ab',
            },
            {
              ...{ kind: 'DUPLICATE', ageDays: 0, ageing: 'DAYS_0_1', firstSeenAt: '2026-07-01T10:00:00.000Z' },
              ...{
                gateway: 'stripe',
                lineId: 'l1',
                payoutId: 'po_1',
                reference: 'ref_1',
                orderId: null,
                operationId: null,
              },
              ...{ expected: { amount: '-1.205', currency: 'KWD' }, found: { amount: '-1.205', currency: 'KWD' } },
            },
          ],
        },
      },
    });
  });

  it('shows a difference where a payout line was never booked', async () => {
    const { tables, api } = side();
    await tables.query(`
      insert into payout_lines (gateway, line_id, payout_id, reference, category, gross_minor, fee_minor, net_minor, currency, available_on,
        source, imported_at, status, order_id, operation_id, booked_at, matched_at)
      values ('stripe', 'l2', 'po_1', 'cap_1', 'capture', 500, 20, 480, 'USD', '2026-07-03', 'file', '2026-08-01', 'matched',
        '019a9b5e-7c1c-7000-8000-0000000000aa', '019a9b5e-7c1c-7000-8000-0000000000ab', '2026-08-01', '2026-08-01')`);
    const { body } = await api.graphql('{ reconciliation(date: "2026-08-01") { currencies { currency difference } } }');
    expect(body).toMatchObject({
      data: { reconciliation: { currencies: [{ currency: 'USD', difference: '-5.00' }] } },
    });
  });

  it.each(['2026-02-30', '1.7.2026', '2026-07-01T00:00:00Z'])('refuses %s as a day', async (date) => {
    const { status, body } = await side().api.graphql(question, { date });
    expect(status).toBe(400);
    expect(JSON.stringify(body)).toContain('it must be a day such as');
  });
});

describe('the settlement of a payment', () => {
  it('is the payout lines that were matched with it, in the order in which they settled it', async () => {
    const { tables, api } = side();
    await seedCaptured(tables);
    await tables.query(
      `insert into payout_lines (gateway, line_id, payout_id, reference, category, gross_minor, fee_minor, net_minor, currency, available_on,
         source, imported_at, status, order_id, operation_id, booked_at, matched_at)
       select 'stripe', 'of payment ' || n, 'po_' || n, 'x', category, gross, fee, gross - fee, 'USD', '2026-07-03', 'file', at, status, $1, $2, at,
         case status when 'matched' then at end
       from (values (1, 'refund', -1000, 0, 'matched', timestamptz '2026-07-02T00:00:00Z'), (2, 'capture', 4250, 153, 'matched', '2026-07-01T00:00:00Z'),
         (3, 'capture', 4250, 153, 'unexplained', '2026-07-01T00:00:00Z')) t (n, category, gross, fee, status, at)`,
      [idOf(1), idOf(12)],
    );
    const { body } = await api.graphql(
      `query ($id: UUID!) { order(id: $id) { payment { settlement { category payoutId gross fee net currency availableOn settledAt } } } }`,
      { id: idOf(1) },
    );
    const shared = { currency: 'USD', availableOn: '2026-07-03T00:00:00.000Z' };
    const capture = { category: 'CAPTURE', payoutId: 'po_2', gross: '42.50', fee: '1.53', net: '40.97' };
    const refund = { category: 'REFUND', payoutId: 'po_1', gross: '-10.00', fee: '0.00', net: '-10.00' };
    expect(body).toEqual({
      data: {
        order: {
          payment: {
            settlement: [
              { ...shared, ...capture, settledAt: '2026-07-01T00:00:00.000Z' },
              { ...shared, ...refund, settledAt: '2026-07-02T00:00:00.000Z' },
            ],
          },
        },
      },
    });
  });
});
