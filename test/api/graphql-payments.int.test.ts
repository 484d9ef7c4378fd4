import { describe, expect, it } from '@jest/globals';
import { Currency } from '../../src/kernel/currency.js';
import { wayTo } from '../payment/examples.js';
import { card, placed } from '../payment/payment-life.js';
import { seedCaptured } from '../queries/payments/captured-payment.js';
import { secretToken, seedOperation, seedPayment, seedTransfer } from '../queries/payments/seed-payment.js';
import { idOf } from '../queries/read-database.js';
import { statementsOf } from './api-under-test.js';
import { useReadSide } from './read-side.js';

const side = useReadSide();

const paymentFields = `orderId status total currency authorized held capturable captured settled refundable refunding refunded
  chargedBack dispute { reference standing amount fee feeReturned } reviewReason deadline { waitsFor at } methodEnding createdAt updatedAt version`;
const operationFields = `id kind attempt status amount fee currency reference reason requestedBy requestedAt updatedAt`;
const entryFields = `operationId purpose transfer side account phase holdOperationId expiresAt amount currency recordedAt`;

describe('the payment of an order', () => {
  it('answers its dispute', async () => {
    await seedPayment(side().tables, { order: { id: idOf(1) }, steps: wayTo.Disputed });
    const { body } = await side().api.graphql(
      `query ($id: UUID!) { order(id: $id) { payment { ${paymentFields} } } }`,
      {
        id: idOf(1),
      },
    );
    const amounts = { amount: '40.00', fee: '15.00', feeReturned: '0.00' };
    expect(body).toMatchObject({
      data: {
        order: {
          payment: { status: 'DISPUTED', dispute: { reference: 'dispute 1', standing: 'OPENED', ...amounts } },
        },
      },
    });
  });

  it('answers every field, what the gateway was asked, and what the books say', async () => {
    await seedCaptured(side().tables);
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
            ...{
              refunding: '10.00',
              refunded: '0.00',
              chargedBack: '0.00',
              dispute: null,
              reviewReason: null,
              deadline: null,
            },
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

  it("stands on its order's timeline, without the token", async () => {
    const { api, tables } = side();
    await tables.seed({ id: idOf(1) });
    const method = { token: 'tok_never_shown' };
    const data = { operation: { kind: 'authorize', method, tries: [method] }, at: '2026-07-01T12:00:00.000Z' };
    await tables.query(
      `insert into order_events (order_id, version, type, data, caused_by, actor) values ($1, 2, 'payment.AuthorizeStarted', $2, 'm', 'mai')`,
      [idOf(1), JSON.stringify(data)],
    );
    const shown = { ending: 'hown' };
    const { body } = await api.graphql(`{ order(id: "${idOf(1)}") { timeline { type data } } }`);
    expect(body).toMatchObject({
      data: {
        order: {
          timeline: [
            { type: 'OrderPlaced' },
            {
              type: 'payment.AuthorizeStarted',
              data: { ...data, operation: { ...data.operation, method: shown, tries: [shown] } },
            },
          ],
        },
      },
    });
    expect((await api.get(`/api/v1/orders/${idOf(1)}/events`)).text).not.toContain('never_shown');
  });

  it('is null where there is none', async () => {
    const { api, tables } = side();
    await tables.seed({ id: idOf(1) });
    await seedPayment(tables, { order: { id: idOf(2), status: 'Awaiting' } });
    const { body } = await api.graphql(
      `{ a: order(id: "${idOf(1)}") { payment { status } } b: order(id: "${idOf(2)}") { payment { status } } }`,
    );
    expect(body).toEqual({ data: { a: { payment: null }, b: null } });
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
