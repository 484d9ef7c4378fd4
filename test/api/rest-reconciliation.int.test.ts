import { beforeEach, describe, expect, it } from '@jest/globals';
import { faultsByOpenApi } from './fits-openapi.js';
import { useReadSide } from './read-side.js';

const side = useReadSide();
const path = '/api/v1/reconciliation';
const operation = (n: number) => `019a9b5e-7c1c-7000-8000-0000000000a${String(n)}`;

const inSuspense = {
  ...{ currency: 'KWD', opening: '0.000', captures: '0.000', refunds: '0.000', chargebacks: '0.000', fees: '0.000' },
  ...{ payouts: '-1.205', suspense: '-1.205', closing: '0.000', difference: '0.000', suspenseBalance: '-1.205' },
};
const neverBooked = { currency: 'USD', payouts: '4.80', fees: '0.20', difference: '-5.00' };

const late = {
  ...{ id: operation(1), kind: 'late', firstSeenAt: '2026-06-23T23:59:59.000Z', ageDays: 8, ageing: '>7' },
  ...{ gateway: null, lineId: null, payoutId: null, reference: null, orderId: null, operationId: operation(3) },
  ...{ expected: { amount: '5.00', currency: 'USD' }, found: null },
};
const duplicate = {
  ...{ id: operation(2), kind: 'duplicate', firstSeenAt: '2026-07-01T10:00:00.000Z', ageDays: 0, ageing: '0-1' },
  ...{ gateway: 'stripe', lineId: 'l1', payoutId: 'po_1', reference: 'ref_1', orderId: null, operationId: null },
  ...{ expected: null, found: { amount: '-1.205', currency: 'KWD' } },
};

describe('GET /api/v1/reconciliation', () => {
  beforeEach(async () => {
    const { tables } = side();
    await tables.query(`
      insert into ledger_entries (order_id, operation_id, purpose, transfer, side, account, phase, amount_minor, currency, recorded_at)
      select uuid '00000000-0000-0000-0000-000000000000', uuid '019a9b5e-7c1c-7000-8000-0000000000aa', 'LineUnexplained', 1, side, account,
        'posted', 1205, 'KWD', '2026-07-01T10:00:00Z' from (values ('debit', 'suspense'), ('credit', 'bank')) t (side, account)`);
    await tables.query(`
      insert into payout_lines (gateway, line_id, payout_id, reference, category, gross_minor, fee_minor, net_minor, currency, available_on,
        source, imported_at, status, operation_id, booked_at, matched_at)
      values ('stripe', 'l1', 'po_1', 'ref_1', 'refund', -1205, 0, -1205, 'KWD', '2026-07-03', 'file', '2026-07-01', 'unexplained',
          null, '2026-07-01T10:00:00Z', null),
        ('stripe', 'l2', 'po_1', 'cap_1', 'capture', 500, 20, 480, 'USD', '2026-07-03', 'file', '2026-07-01', 'matched',
          '${operation(4)}', '2026-07-01T11:00:00Z', '2026-07-01T11:00:00Z')`);
    await tables.query(`
      insert into settlement_breaks (break_id, kind, gateway, line_id, operation_id, reference, expected_minor, expected_currency, found_minor,
        found_currency, first_seen_at)
      values ('${operation(2)}', 'duplicate', 'stripe', 'l1', null, 'ref_1', null, null, -1205, 'KWD', '2026-07-01T10:00:00Z'),
        ('${operation(1)}', 'late', null, null, '${operation(3)}', null, 500, 'USD', null, null, '2026-06-23T23:59:59Z')`);
  });

  it('answers a day with its amounts per currency, and what was open at its end, oldest first', async () => {
    const answer = await side().api.get(`${path}?date=2026-07-01`);
    expect(answer.status).toBe(200);
    expect(answer.body).toEqual({
      ...{ date: '2026-07-01', breaks: [late, duplicate], openBreaks: 2 },
      currencies: [inSuspense, expect.objectContaining(neverBooked)],
    });
    expect(await faultsByOpenApi(path, answer)).toEqual([]);
  });

  it('answers one currency alone, and of a day before everything nothing', async () => {
    const answer = await side().api.get(`${path}?date=2026-07-01&currency=KWD`);
    expect(answer.body).toEqual({ date: '2026-07-01', currencies: [inSuspense], breaks: [duplicate], openBreaks: 1 });
    const { body } = await side().api.graphql(
      '{ reconciliation(date: "2026-07-01", currency: "KWD") { openBreaks currencies { currency } breaks { kind } } }',
    );
    expect(body).toEqual({
      data: { reconciliation: { openBreaks: 1, currencies: [{ currency: 'KWD' }], breaks: [{ kind: 'DUPLICATE' }] } },
    });
    const before = await side().api.get(`${path}?date=2026-06-01`);
    expect(before.body).toEqual({ date: '2026-06-01', currencies: [], breaks: [], openBreaks: 0 });
  });

  it.each([
    ['date=2026-02-30', { date: ['must be a day such as 2026-07-01'] }],
    ['date=2026-07-01T00:00:00Z', { date: ['must be a day such as 2026-07-01'] }],
    ['', { date: ['must be given once'] }],
    ['date=2026-07-01&date=2026-07-02', { date: ['must be given once'] }],
    ['date=2026-07-01&currency=EURO', { currency: ['must be an ISO 4217 currency code such as USD'] }],
    ['date=2026-07-01&gateway=stripe', { gateway: ['is not a parameter of this request'] }],
  ])('refuses %j, and names the parameter and its rule', async (query, errors) => {
    const answer = await side().api.get(`${path}?${query}`);
    expect(answer.body).toMatchObject({ status: 400, errors });
    expect(await faultsByOpenApi(path, answer)).toEqual([]);
  });
});
