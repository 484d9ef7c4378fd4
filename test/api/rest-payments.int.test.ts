import { describe, expect, it } from '@jest/globals';
import { wayTo } from '../payment/examples.js';
import { disputeWon, usd } from '../payment/payment-life.js';
import { secretToken, seedOperation, seedPayment, seedTransfer } from '../queries/payments/seed-payment.js';
import { idOf } from '../queries/read-database.js';
import { statementsOf } from './api-under-test.js';
import { faultsByOpenApi } from './fits-openapi.js';
import { useReadSide } from './read-side.js';

const side = useReadSide();
const order = '/api/v1/orders/{orderId}';
const at = (path: string, id = idOf(1)): string => path.replace('{orderId}', id);

describe('GET /api/v1/orders/{orderId}/payment', () => {
  const path = `${order}/payment`;

  it('answers the payment, tagged with its order version', async () => {
    const { api, tables } = side();
    await seedPayment(tables, {
      order: { id: idOf(1), events: ['OrderPlaced', 'payment.AuthorizationGranted'] },
      amounts: { authorized: 4250, held: 4250 },
      ...{ wakeAt: '2026-07-08T00:00:00Z', deadlineKind: 'expiry' },
    });
    const answer = await api.get(at(path));
    expect([answer.status, answer.headers.get('etag')]).toEqual([200, '"2"']);
    expect(answer.body).toEqual({
      ...{
        orderId: idOf(1),
        status: 'Authorized',
        total: '42.50',
        currency: 'USD',
        authorized: '42.50',
        held: '42.50',
      },
      ...{ capturable: '42.50', captured: '0.00', settled: '0.00', refundable: '0.00', refunding: '0.00' },
      ...{ refunded: '0.00', chargedBack: '0.00', dispute: null, reviewReason: null, methodEnding: 'card', version: 2 },
      deadline: { waitsFor: 'expiry', at: '2026-07-08T00:00:00.000Z' },
      ...{ createdAt: '2026-07-01T12:00:00.123Z', updatedAt: '2026-07-01T12:00:00.123Z' },
    });
    expect(await faultsByOpenApi(path, answer)).toEqual([]);
  });

  it('answers the dispute of a payment', async () => {
    const { api, tables } = side();
    await seedPayment(tables, { order: { id: idOf(1) }, steps: [...wayTo.Disputed, disputeWon({}, usd(500n))] });
    const answer = await api.get(at(path));
    const amounts = { amount: '40.00', fee: '15.00', feeReturned: '5.00' };
    expect(answer.body).toMatchObject({ dispute: { reference: 'dispute 1', standing: 'won', ...amounts } });
    expect(await faultsByOpenApi(path, answer)).toEqual([]);
  });

  it('answers null for what a payment has not', async () => {
    const { api, tables } = side();
    await seedPayment(tables, { order: { id: idOf(1), totalMinor: null }, steps: wayTo.NotNeeded });
    const answer = await api.get(at(path));
    expect(answer.body).toMatchObject({ status: 'NotNeeded', total: null, currency: null, held: null, deadline: null });
    expect(await faultsByOpenApi(path, answer)).toEqual([]);
  });

  it('answers 404 for an order that has none, and for none', async () => {
    const { api, tables } = side();
    await tables.seed({ id: idOf(1) });
    await tables.seed({ id: idOf(2), status: 'Awaiting' });
    const details = [`Order ${idOf(1)} has no payment`, `There is no order ${idOf(2)}`, `There is no order ${idOf(3)}`];
    for (const [n, detail] of details.entries()) {
      const answer = await api.get(at(path, idOf(n + 1)));
      expect(answer.body).toMatchObject({ status: 404, detail });
      expect(await faultsByOpenApi(path, answer)).toEqual([]);
    }
  });
});

describe.each([`${order}/payment/operations`, `${order}/ledger-entries`])('GET %s', (path) => {
  it('is empty for an order that has none, and 404 for no order', async () => {
    const { api, tables } = side();
    await tables.seed({ id: idOf(1) });
    expect(await api.get(at(path))).toMatchObject({ status: 200, body: [] });
    const answer = await api.get(at(path, idOf(2)));
    expect(answer.body).toMatchObject({ status: 404, detail: `There is no order ${idOf(2)}` });
    expect(await faultsByOpenApi(path, answer)).toEqual([]);
  });

  it('refuses what is no id, and parameters that it does not take', async () => {
    const answer = await side().api.get(at(path, 'abc'));
    expect(answer.body).toMatchObject({ status: 400, errors: { orderId: ['must be a UUID'] } });
    expect(await faultsByOpenApi(path, answer)).toEqual([]);
    expect((await side().api.get(`${at(path)}?x=1`)).body).toMatchObject({
      status: 400,
      errors: { x: expect.any(Array) },
    });
  });
});

describe('what the gateway was asked, and what the books say', () => {
  it('comes first things first, without the token', async () => {
    const { api, tables } = side();
    await seedPayment(tables, { order: { id: idOf(1) }, steps: wayTo.Captured });
    await seedOperation(tables, {
      ...{ id: idOf(11), orderId: idOf(1), kind: 'capture', feeMinor: 153, reference: 'c' },
    });
    await seedOperation(tables, {
      ...{ id: idOf(10), orderId: idOf(1), kind: 'void', amountMinor: null, status: 'declined', reason: 'other' },
      requestedAt: '2026-07-02T12:00:00Z',
    });
    const answer = await api.get(`/api/v1/orders/${idOf(1)}/payment/operations`);
    expect(answer.body).toMatchObject([
      { id: idOf(11), kind: 'capture', attempt: 1, status: 'succeeded', amount: '42.50', fee: '1.53', currency: 'USD' },
      { id: idOf(10), kind: 'void', amount: null, fee: null, currency: null, reason: 'other', requestedBy: 'mai' },
    ]);
    expect(answer.text).not.toContain(secretToken);
    expect(await faultsByOpenApi(`${order}/payment/operations`, answer)).toEqual([]);
  });

  it('comes each debit before its credit', async () => {
    const { api, tables } = side();
    await tables.seed({ id: idOf(1) });
    await seedTransfer(tables, {
      ...{ orderId: idOf(1), operationId: idOf(11), purpose: 'Captured', amountMinor: 4250 },
      ...{ debit: 'psp_clearing', credit: 'deferred_revenue' },
    });
    const answer = await api.get(`/api/v1/orders/${idOf(1)}/ledger-entries`);
    const entry = {
      ...{ operationId: idOf(11), purpose: 'Captured', transfer: 1, phase: 'posted', holdOperationId: null },
      ...{ expiresAt: null, amount: '42.50', currency: 'USD', recordedAt: '2026-07-01T12:00:02.000Z' },
    };
    expect(answer.body).toEqual([
      { ...entry, side: 'debit', account: 'psp_clearing' },
      { ...entry, side: 'credit', account: 'deferred_revenue' },
    ]);
    expect(await faultsByOpenApi(`${order}/ledger-entries`, answer)).toEqual([]);
  });
});

describe('GET /api/v1/payments', () => {
  const path = '/api/v1/payments';
  const idsIn = (body: unknown) => (body as readonly { readonly orderId: string }[]).map(({ orderId }) => orderId);

  it('answers a page with the count and the links, last created first, by two statements', async () => {
    const { api, tables } = side();
    for (let n = 1; n <= 5; n += 1) await seedPayment(tables, { order: { id: idOf(n) } });
    await tables.seed({ id: idOf(9) });
    const statements = await statementsOf(async () => {
      const answer = await api.get('/api/v1/payments?pageSize=2&pageIndex=2');
      expect(idsIn(answer.body)).toEqual([3, 2].map(idOf));
      expect(answer.headers.get('pagination-count')).toBe('5');
      expect(answer.headers.get('link')).toBe(
        [...['1>;rel=first', '2>;rel=self', '1>;rel=previous', '3>;rel=next', '3>;rel=last']]
          .map((link) => `</api/v1/payments?pageSize=2&pageIndex=${link}`)
          .join(','),
      );
      expect(await faultsByOpenApi(path, answer)).toEqual([]);
    });
    expect(statements).toHaveLength(2);
  });

  it('keeps to every condition, in its links too', async () => {
    const { api, tables } = side();
    await seedPayment(tables, { order: { id: idOf(1) } });
    await seedPayment(tables, { order: { id: idOf(2) }, steps: wayTo.NeedsReview, currency: 'EUR' });
    const ask = async (query: string) => idsIn((await api.get(`/api/v1/payments?${query}`)).body);
    expect(await ask('status=Authorized')).toEqual([idOf(1)]);
    expect(await ask('currency=EUR')).toEqual([idOf(2)]);
    expect(await ask('needsReview=true')).toEqual([idOf(2)]);
    expect(await ask('needsReview=false')).toEqual([idOf(1)]);
    expect(await ask('createdFrom=2026-07-01T12:00:01Z')).toEqual([]);
    expect(await ask('createdFrom=2026-07-01T12:00:00Z&createdTo=2026-07-01T12:00:01Z')).toHaveLength(2);
    expect((await api.get('/api/v1/payments?currency=EUR')).headers.get('link')).toContain('currency=EUR&pageIndex=1');
  });

  it.each<[string, Readonly<Record<string, readonly string[]>>]>([
    ['pageSize=101', { pageSize: ['is at most 100'] }],
    ['status=Paid', { status: ['must be the name of a status such as Captured'] }],
    ['status=Captured&status=Voided', { status: ['must be given once'] }],
    ['currency=usd', { currency: ['must be an ISO 4217 currency code such as USD'] }],
    ['needsReview=1', { needsReview: ['must be true or false'] }],
    [
      'createdFrom=2026-02-30T00:00:00Z',
      { createdFrom: ['must be an ISO 8601 date and time with its offset, such as "2026-07-01T12:00:00Z"'] },
    ],
    [
      'createdFrom=2026-07-02T00:00:00Z&createdTo=2026-07-01T00:00:00Z',
      { createdTo: ['must not be before createdFrom'] },
    ],
    ['state=Captured', { state: ['is not a parameter of this request'] }],
  ])('refuses %s and names what is wrong', async (query, errors) => {
    const answer = await side().api.get(`/api/v1/payments?${query}`);
    expect(answer.body).toMatchObject({ status: 400, errors });
    expect(await faultsByOpenApi(path, answer)).toEqual([]);
  });
});

describe('GET /api/v1/ledger-accounts', () => {
  const path = '/api/v1/ledger-accounts';

  it('answers each account, of one currency or of all', async () => {
    const { api, tables } = side();
    for (const [n, currency] of ['USD', 'JPY'].entries())
      await seedTransfer(tables, {
        ...{ orderId: idOf(n), operationId: idOf(11 + n), purpose: 'RefundConfirmed', amountMinor: 5000, currency },
        ...{ debit: 'refunds_payable', credit: 'psp_clearing' },
      });
    const answer = await api.get(`${path}?currency=USD`);
    const nothing = {
      currency: 'USD',
      debitsPending: '0.00',
      creditsPending: '0.00',
      debitsPosted: '0.00',
      creditsPosted: '0.00',
    };
    expect(answer.body).toEqual([
      { ...nothing, account: 'psp_clearing', creditsPosted: '50.00', balance: '-50.00' },
      { ...nothing, account: 'refunds_payable', debitsPosted: '50.00', balance: '-50.00' },
    ]);
    expect(await faultsByOpenApi(path, answer)).toEqual([]);
    expect((await api.get(path)).body).toHaveLength(4);
  });

  it('refuses a currency that there is not', async () => {
    const answer = await side().api.get(`${path}?currency=EURO`);
    expect(answer.body).toMatchObject({
      status: 400,
      errors: { currency: ['must be an ISO 4217 currency code such as USD'] },
    });
    expect(await faultsByOpenApi(path, answer)).toEqual([]);
  });
});
