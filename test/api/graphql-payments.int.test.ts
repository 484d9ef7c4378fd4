import { describe, expect, it } from '@jest/globals';
import { Currency } from '../../src/kernel/currency.js';
import { idOf } from '../queries/read-database.js';
import { secretToken, seedOperation, seedPayment, seedTransfer } from '../queries/payments/seed-payment.js';
import { wayTo } from '../payment/examples.js';
import { card, placed, refundAsked } from '../payment/payment-life.js';
import { statementsOf } from './api-under-test.js';
import { useReadSide } from './read-side.js';

const side = useReadSide();

const paymentFields = `orderId status total currency authorized held capturable captured settled refundable refunding refunded
  chargedBack reviewReason deadline { waitsFor at } methodEnding createdAt updatedAt version`;
const operationFields = `id kind attempt status amount fee currency reference reason requestedBy requestedAt updatedAt`;
const entryFields = `operationId purpose transfer side account phase holdOperationId expiresAt amount currency recordedAt`;

const hold = { operationId: idOf(11), phase: 'pending' } as const;

/** A captured payment of order 1, with its operations and postings. */
async function seedCaptured(): Promise<void> {
  const { tables } = side();
  await seedPayment(tables, {
    order: { id: idOf(1), status: 'Completed', events: ['OrderPlaced', 'OrderCompleted', 'payment.CaptureMade'] },
    steps: [...wayTo.Captured, refundAsked(1_000n)],
    amounts: { authorized: 4250, captured: 4250, settled: -125, refunding: 1000 },
  });
  await seedOperation(tables, { id: idOf(11), orderId: idOf(1), kind: 'authorize', reference: 'auth_1' });
  await seedOperation(tables, {
    ...{ id: idOf(12), orderId: idOf(1), kind: 'capture', reference: 'capture_1', feeMinor: 153 },
    requestedAt: '2026-07-01T12:30:00Z',
  });
  await seedOperation(tables, {
    ...{
      id: idOf(13),
      orderId: idOf(1),
      kind: 'void',
      amountMinor: null,
      status: 'failed',
      reason: 'already_captured',
    },
    requestedAt: '2026-07-01T12:31:00Z',
  });
  const orderId = idOf(1);
  await seedTransfer(tables, {
    ...{ orderId, operationId: idOf(11), purpose: 'Authorized', amountMinor: 4250, hold },
    ...{ debit: 'auth_hold_asset', credit: 'auth_hold_contra' },
  });
  await seedTransfer(tables, {
    ...{ orderId, operationId: idOf(12), purpose: 'Captured', amountMinor: 4250, recordedAt: '2026-07-01T12:30:00Z' },
    ...{ debit: 'psp_clearing', credit: 'deferred_revenue' },
  });
}

describe('the payment of an order', () => {
  it('answers every field, what the gateway was asked, and what the books say', async () => {
    await seedCaptured();
    const { status, body, text } = await side().api.graphql(
      `query ($id: UUID!) { order(id: $id) { payment { ${paymentFields} order { id state }
        operations { ${operationFields} } ledgerEntries { ${entryFields} } } } }`,
      { id: idOf(1) },
    );
    const times = { requestedAt: '2026-07-01T12:00:01.500Z', updatedAt: '2026-07-01T12:00:01.500Z' };
    const later = { requestedAt: '2026-07-01T12:30:00.000Z', updatedAt: '2026-07-01T12:30:00.000Z' };
    const last = { requestedAt: '2026-07-01T12:31:00.000Z', updatedAt: '2026-07-01T12:31:00.000Z' };
    const of = { attempt: 1, status: 'SUCCEEDED', amount: '42.50', fee: null, currency: 'USD', reason: null };
    const entry = { transfer: 1, amount: '42.50', currency: 'USD' };
    const held = {
      ...{ ...entry, operationId: idOf(11), purpose: 'AUTHORIZED', phase: 'PENDING', holdOperationId: idOf(11) },
      ...{ expiresAt: '2026-07-08T00:00:00.000Z', recordedAt: '2026-07-01T12:00:02.000Z' },
    };
    const moved = {
      ...{ ...entry, operationId: idOf(12), purpose: 'CAPTURED', phase: 'POSTED', holdOperationId: null },
      ...{ expiresAt: null, recordedAt: '2026-07-01T12:30:00.000Z' },
    };
    expect(status).toBe(200);
    expect(body).toEqual({
      data: {
        order: {
          payment: {
            ...{ orderId: idOf(1), status: 'REFUNDING', total: '42.50', currency: 'USD', authorized: '42.50' },
            ...{ held: '0.00', capturable: '0.00', captured: '42.50', settled: '-1.25', refundable: '32.50' },
            ...{ refunding: '10.00', refunded: '0.00', chargedBack: '0.00', reviewReason: null, deadline: null },
            ...{ methodEnding: 'card', createdAt: '2026-07-01T12:00:00.123Z', updatedAt: '2026-07-01T12:00:00.123Z' },
            ...{ version: 3, order: { id: idOf(1), state: 'COMPLETED' } },
            operations: [
              { ...of, ...times, id: idOf(11), kind: 'AUTHORIZE', reference: 'auth_1', requestedBy: 'mai' },
              {
                ...of,
                ...later,
                id: idOf(12),
                kind: 'CAPTURE',
                reference: 'capture_1',
                fee: '1.53',
                requestedBy: 'mai',
              },
              {
                ...{ ...of, ...last, id: idOf(13), kind: 'VOID', status: 'FAILED', amount: null, currency: null },
                ...{ reference: null, reason: 'already_captured', requestedBy: 'mai' },
              },
            ],
            ledgerEntries: [
              { ...held, side: 'DEBIT', account: 'AUTH_HOLD_ASSET' },
              { ...held, side: 'CREDIT', account: 'AUTH_HOLD_CONTRA' },
              { ...moved, side: 'DEBIT', account: 'PSP_CLEARING' },
              { ...moved, side: 'CREDIT', account: 'DEFERRED_REVENUE' },
            ],
          },
        },
      },
    });
    expect(text).not.toContain('tok_');
    expect(text).not.toContain(secretToken);
  });

  it('says what it waits for, and why people have to look at it', async () => {
    const { api, tables } = side();
    const wakeAt = '2026-07-02T12:00:00Z';
    await seedPayment(tables, {
      ...{ order: { id: idOf(1) }, steps: wayTo.RequiresMethod, wakeAt, deadlineKind: 'method' },
    });
    await seedPayment(tables, {
      order: { id: idOf(2) },
      steps: wayTo.NeedsReview,
      amounts: { authorized: 4250, held: 4250 },
    });
    const fields = 'payment { status reviewReason methodEnding held capturable deadline { waitsFor at } }';
    const { body } = await api.graphql(
      `{ a: order(id: "${idOf(1)}") { ${fields} } b: order(id: "${idOf(2)}") { ${fields} } }`,
    );
    const deadline = { waitsFor: 'METHOD', at: '2026-07-02T12:00:00.000Z' };
    const none = { held: '0.00', capturable: '0.00', reviewReason: null };
    expect(body).toEqual({
      data: {
        a: { payment: { ...none, status: 'REQUIRES_METHOD', methodEnding: null, deadline } },
        b: {
          payment: {
            ...{ status: 'NEEDS_REVIEW', reviewReason: 'CAPTURE_FAILED', methodEnding: 'card', deadline: null },
            ...{ held: '42.50', capturable: '42.50' },
          },
        },
      },
    });
  });

  it('has amounts in the scale of its currency, and none where there is no currency', async () => {
    const { api, tables } = side();
    const [yen, dinar] = [
      { minor: 1_200n, currency: Currency('JPY') },
      { minor: 1_250n, currency: Currency('KWD') },
    ];
    await seedPayment(tables, { order: { id: idOf(1) }, steps: [placed(card, yen)] });
    await seedPayment(tables, { order: { id: idOf(2) }, steps: [placed(card, dinar)] });
    await seedPayment(tables, { order: { id: idOf(3), totalMinor: null }, steps: wayTo.NotNeeded });
    const fields = '{ payment { total currency held status } }';
    const { body } = await api.graphql(
      `{ ${[1, 2, 3].map((n) => `o${String(n)}: order(id: "${idOf(n)}") ${fields}`).join(' ')} }`,
    );
    expect(body).toEqual({
      data: {
        o1: { payment: { total: '1200', currency: 'JPY', held: '0', status: 'AUTHORIZING' } },
        o2: { payment: { total: '1.250', currency: 'KWD', held: '0.000', status: 'AUTHORIZING' } },
        o3: { payment: { total: null, currency: null, held: null, status: 'NOT_NEEDED' } },
      },
    });
  });

  it('is null where there is none', async () => {
    const { api, tables } = side();
    await tables.seed({ id: idOf(1) });
    await seedPayment(tables, { order: { id: idOf(2) }, steps: [] });
    const { body } = await api.graphql(
      `{ a: order(id: "${idOf(1)}") { payment { status } } b: order(id: "${idOf(2)}") { payment { status } } }`,
    );
    expect(body).toEqual({ data: { a: { payment: null }, b: { payment: null } } });
  });
});

describe('payments', () => {
  type Connection = {
    readonly data: {
      readonly payments: {
        readonly totalCount: number;
        readonly nodes: readonly { readonly orderId: string }[];
        readonly pageInfo: Readonly<Record<string, unknown>>;
      };
    };
  };
  const page = `query ($filter: PaymentFilter, $first: Int, $after: String, $last: Int, $before: String) {
    payments(filter: $filter, first: $first, after: $after, last: $last, before: $before) {
      totalCount nodes { orderId } edges { cursor } pageInfo { startCursor endCursor hasNextPage hasPreviousPage } } }`;
  const ask = async (variables: object): Promise<Connection['data']['payments']> =>
    ((await side().api.graphql(page, { ...variables })).body as Connection).data.payments;
  const idsOf = ({ nodes }: Connection['data']['payments']) => nodes.map(({ orderId }) => orderId);

  it('come whole and in order by pages from either end, last created first', async () => {
    const { tables } = side();
    // All but one at the same microsecond: the order's id decides.
    for (let n = 1; n <= 7; n += 1) await seedPayment(tables, { order: { id: idOf(n) } });
    await seedPayment(tables, { order: { id: idOf(8) }, createdAt: '2026-07-01T12:00:00.123455Z' });
    await seedPayment(tables, { order: { id: idOf(9) }, steps: [] });
    const all = [7, 6, 5, 4, 3, 2, 1, 8].map(idOf);
    const forwards: string[] = [];
    for (let after: unknown = null, more: unknown = true; more === true;) {
      const found = await ask({ first: 3, after });
      forwards.push(...idsOf(found));
      expect(found.totalCount).toBe(8);
      [after, more] = [found.pageInfo['endCursor'], found.pageInfo['hasNextPage']];
    }
    expect(forwards).toEqual(all);
    const backwards: string[] = [];
    for (let before: unknown = null, more: unknown = true; more === true;) {
      const found = await ask({ last: 3, before });
      backwards.unshift(...idsOf(found));
      [before, more] = [found.pageInfo['startCursor'], found.pageInfo['hasPreviousPage']];
    }
    expect(backwards).toEqual(all);
  });

  it('are found by every condition, alone and at once', async () => {
    const { tables } = side();
    await seedPayment(tables, { order: { id: idOf(1) } });
    await seedPayment(tables, { order: { id: idOf(2) }, steps: wayTo.NeedsReview, currency: 'EUR' });
    await seedPayment(tables, { order: { id: idOf(3) }, steps: wayTo.Captured, createdAt: '2026-07-03T00:00:00Z' });
    const found = async (filter: object) => idsOf(await ask({ filter }));
    expect(await found({ status: ['AUTHORIZED'] })).toEqual([idOf(1)]);
    expect(await found({ status: ['AUTHORIZED', 'CAPTURED'] })).toEqual([3, 1].map(idOf));
    expect(await found({ status: [] })).toEqual([]);
    expect(await found({ currency: 'EUR' })).toEqual([idOf(2)]);
    expect(await found({ needsReview: true })).toEqual([idOf(2)]);
    expect(await found({ needsReview: false })).toEqual([3, 1].map(idOf));
    expect(await found({ createdBetween: { from: '2026-07-03T00:00:00Z' } })).toEqual([idOf(3)]);
    expect(await found({ createdBetween: { to: '2026-07-03T00:00:00Z' } })).toEqual([2, 1].map(idOf));
    const one = { status: ['CAPTURED'], currency: 'USD', needsReview: false };
    expect(await ask({ filter: { ...one, createdBetween: { from: '2026-07-01T00:00:00Z' } } })).toMatchObject({
      ...{ totalCount: 1, nodes: [{ orderId: idOf(3) }] },
    });
    expect(await found({ status: null, currency: null, needsReview: null, createdBetween: null })).toHaveLength(3);
  });

  it.each<[string, string, string]>([
    ['after', '(after: "nowhere")', 'is not a cursor of this list'],
    ['first', '(first: 101)', 'is at most 100'],
    ['last', '(last: -1)', 'must not be negative'],
    ['filter.currency', '(filter: { currency: "usd" })', 'must be an ISO 4217 currency code such as USD'],
    [
      'filter.createdBetween',
      '(filter: { createdBetween: { from: "2026-07-02T00:00:00Z", to: "2026-07-01T00:00:00Z" } })',
      'must not end before it begins',
    ],
  ])('refuse a wrong %s by its name: %s', async (field, args, rule) => {
    const { body } = await side().api.graphql(`{ payments${args} { totalCount } }`);
    expect(body).toMatchObject({
      ...{ data: null, errors: [{ message: `${field} ${rule}`, extensions: { faults: [{ field, rule }] } }] },
    });
  });

  it('take no cursor of a list of orders, nor the other way round', async () => {
    const { api, tables } = side();
    await seedPayment(tables, { order: { id: idOf(1) } });
    const { body } = await api.graphql('{ orders { edges { cursor } } payments { edges { cursor } } }');
    const { data } = body as { data: Record<'orders' | 'payments', { edges: readonly { cursor: string }[] }> };
    const errors = [{ message: 'after is not a cursor of this list' }];
    for (const [of, on] of [
      ['orders', 'payments'],
      ['payments', 'orders'],
    ] as const) {
      const query = `{ ${on}(after: "${String(data[of].edges[0]?.cursor)}") { totalCount } }`;
      expect((await api.graphql(query)).body).toMatchObject({ errors });
    }
  });
});

describe('the statements that payments cost', () => {
  const full = `payment { ${paymentFields} operations { ${operationFields} } ledgerEntries { ${entryFields} } }`;

  async function seedMany(count: number): Promise<void> {
    const { tables } = side();
    for (let n = 1; n <= count; n += 1) {
      const orderId = idOf(n);
      await seedPayment(tables, { order: { id: orderId } });
      await seedOperation(tables, { id: idOf(1000 + n), orderId, kind: 'authorize' });
      await seedTransfer(tables, {
        ...{ orderId, operationId: idOf(1000 + n), purpose: 'Captured', amountMinor: 4250 },
        ...{ debit: 'psp_clearing', credit: 'deferred_revenue' },
      });
    }
  }

  it('are four for a page of thirty orders with everything of their payments', async () => {
    await seedMany(30);
    const statements = await statementsOf(async () => {
      const { body } = await side().api.graphql(`{ orders(first: 30) { nodes { id ${full} } } }`);
      const { orders } = (body as { data: { orders: { nodes: readonly object[] } } }).data;
      expect(orders.nodes).toHaveLength(30);
      expect(orders.nodes[0]).toMatchObject({
        ...{ id: idOf(30) },
        payment: {
          orderId: idOf(30),
          operations: [{ id: idOf(1030) }],
          ledgerEntries: [{ side: 'DEBIT' }, { side: 'CREDIT' }],
        },
      });
    });
    expect(statements).toHaveLength(4);
  });

  it('are four for a page of thirty payments with their orders, operations and entries', async () => {
    await seedMany(30);
    const statements = await statementsOf(async () => {
      const { body } = await side().api.graphql(
        `{ payments(first: 30) { nodes { orderId order { id state } operations { id } ledgerEntries { side } } } }`,
      );
      const { payments } = (body as { data: { payments: { nodes: readonly object[] } } }).data;
      expect(payments.nodes).toHaveLength(30);
      expect(payments.nodes[29]).toMatchObject({
        orderId: idOf(1),
        order: { id: idOf(1) },
        operations: [{ id: idOf(1001) }],
      });
    });
    expect(statements).toHaveLength(4);
  });

  it('hold a count only where totalCount is asked for', async () => {
    await seedMany(1);
    const without = await statementsOf(() => side().api.graphql('{ payments { nodes { orderId } } }'));
    expect(without.filter((text) => text.includes('count(*)'))).toEqual([]);
    expect(without).toHaveLength(1);
  });
});

describe('ledgerAccounts', () => {
  const fields = 'account currency debitsPending creditsPending debitsPosted creditsPosted balance';

  it('sums each account and currency over all orders', async () => {
    const { api, tables } = side();
    await seedCaptured();
    await seedTransfer(tables, {
      ...{ orderId: idOf(2), operationId: idOf(21), purpose: 'RefundConfirmed', amountMinor: 5000 },
      ...{ debit: 'refunds_payable', credit: 'psp_clearing' },
    });
    await seedTransfer(tables, {
      ...{ orderId: idOf(2), operationId: idOf(22), purpose: 'Captured', amountMinor: 99, currency: 'JPY' },
      ...{ debit: 'psp_clearing', credit: 'deferred_revenue' },
    });
    const nothing = { debitsPending: '0.00', creditsPending: '0.00', debitsPosted: '0.00', creditsPosted: '0.00' };
    const dollars = [
      { ...nothing, account: 'AUTH_HOLD_ASSET', currency: 'USD', debitsPending: '42.50', balance: '0.00' },
      { ...nothing, account: 'AUTH_HOLD_CONTRA', currency: 'USD', creditsPending: '42.50', balance: '0.00' },
      { ...nothing, account: 'DEFERRED_REVENUE', currency: 'USD', creditsPosted: '42.50', balance: '42.50' },
      {
        ...nothing,
        account: 'PSP_CLEARING',
        currency: 'USD',
        debitsPosted: '42.50',
        creditsPosted: '50.00',
        balance: '-7.50',
      },
      { ...nothing, account: 'REFUNDS_PAYABLE', currency: 'USD', debitsPosted: '50.00', balance: '-50.00' },
    ];
    expect((await api.graphql(`{ ledgerAccounts(currency: "USD") { ${fields} } }`)).body).toEqual({
      data: { ledgerAccounts: dollars },
    });
    const yen = { debitsPending: '0', creditsPending: '0', currency: 'JPY', balance: '99' };
    expect((await api.graphql(`{ ledgerAccounts { ${fields} } }`)).body).toEqual({
      data: {
        ledgerAccounts: [
          { ...yen, account: 'DEFERRED_REVENUE', debitsPosted: '0', creditsPosted: '99' },
          { ...yen, account: 'PSP_CLEARING', debitsPosted: '99', creditsPosted: '0' },
          ...dollars,
        ],
      },
    });
  });

  it('are exact beyond what a double or one order could hold', async () => {
    const { api, tables } = side();
    const largest = '9223372036854775807';
    for (const n of [1, 2])
      await tables.query(
        `insert into ledger_balances (order_id, account, currency, debits_posted) values ($1, 'bank', 'USD', $2)`,
        [idOf(n), largest],
      );
    const { body } = await api.graphql('{ ledgerAccounts { balance } }');
    expect(body).toEqual({ data: { ledgerAccounts: [{ balance: '184467440737095516.14' }] } });
  });

  it('refuses a currency that there is not', async () => {
    const { body } = await side().api.graphql('{ ledgerAccounts(currency: "EURO") { balance } }');
    expect(body).toMatchObject({ errors: [{ message: 'currency must be an ISO 4217 currency code such as USD' }] });
  });
});
