import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { v7 } from 'uuid';
import { Currency } from '../../src/kernel/currency.js';
import { MessageId, OrderId } from '../../src/kernel/ids.js';
import { nothingKnown } from '../../src/order/details.js';
import { Database } from '../../src/platform/prisma/database.js';
import { ExpiredAnswers } from '../../src/retention/expired-answers.js';
import { AdvanceOrder } from '../../src/saga/advance-order.js';
import { eventually } from '../tools/eventually.js';
import { PaymentSite } from './payment-site.js';

const usd = (minor: bigint) => ({ minor, currency: Currency('USD') });

describe('two processes on one payment', () => {
  let payments: PaymentSite;

  beforeAll(async () => {
    payments = await PaymentSite.open({}, 2);
  });
  afterAll(async () => {
    expect(await payments.faults()).toEqual([]);
    await payments.close();
  });

  async function captured(): Promise<string> {
    const orderId = await payments.checkOut('tok_ok');
    await payments.rest(orderId);
    await payments.complete(orderId);
    await eventually(async () => expect((await payments.find(orderId))?.payment).toBe('Captured'));
    return orderId;
  }

  it('refunds no more than was captured, of a hundred refunds at once', async () => {
    const orderId = await captured();
    const asked = Array.from({ length: 100 }, (_one, index) =>
      payments.operate(orderId, { type: 'RefundRequested', amount: usd(100n) }, { service: index % 2 }),
    );
    const answers = await Promise.all(asked);

    const accepted = answers.filter(({ kind }) => kind === 'accepted');
    // 42.50 is forty-two times one.
    expect(accepted).toHaveLength(42);
    for (const answer of answers) if (answer.kind === 'refused') expect(answer.refusal).toBe('MoreThanRefundable');
    expect(new Set(accepted.map((one) => 'operationId' in one && one.operationId)).size).toBe(42);
    expect(await payments.rest(orderId)).toMatchObject({
      payment: 'PartiallyRefunded',
      refunded: '4200',
      refunding: '0',
    });
    const refunds = (await payments.truth(orderId)).filter((effect) => effect === 'refund 1.00 USD');
    expect(refunds).toHaveLength(42);
  });

  it('executes a key once, however often and wherever it comes at the same time', async () => {
    const orderId = await captured();
    const key = v7();
    const asked = Array.from({ length: 20 }, (_one, index) =>
      payments.operate(orderId, { type: 'RefundRequested', amount: usd(100n) }, { key, service: index % 2 }),
    );
    const answers = await Promise.all(asked);

    expect(new Set(answers.map((answer) => JSON.stringify(answer, Object.keys(answer).sort()))).size).toBe(1);
    expect(await payments.rest(orderId)).toMatchObject({ refunded: '100' });
    await expect(payments.operate(orderId, { type: 'VoidRequested' }, { key })).rejects.toMatchObject({
      code: 'PAYMENT.KEY_REUSED',
    });
  });

  it('executes no key again whose answer is kept no longer, and gives it until then', async () => {
    const orderId = await captured();
    const [key, refused] = [v7(), v7()];
    const refund = { type: 'RefundRequested', amount: usd(100n) } as const;
    const first = await payments.operate(orderId, refund, { key });
    const tooMuch = await payments.operate(orderId, { ...refund, amount: usd(9_999n) }, { key: refused });
    expect(tooMuch).toMatchObject({ kind: 'refused' });
    await payments.rest(orderId);

    const database = new Database({ url: payments.site.env['DATABASE_URL'] ?? '', connections: 1 });
    const sweep = async () => {
      let rows = 0;
      for await (const removed of new ExpiredAnswers(database, 86_400_000).batches()) rows += removed;
      return rows;
    };
    const age = (hours: number) =>
      payments.site.sql.query(
        `update payment_requests set answered_at = now() - $1 * interval '1 hour' where order_id = $2`,
        [hours, orderId],
      );
    await age(23);
    expect(await sweep()).toBe(0);
    expect(await payments.operate(orderId, refund, { key, service: 1 })).toEqual(first);

    await age(25);
    expect(await sweep()).toBe(2);
    await database.close();
    for (const service of [0, 1])
      await expect(payments.operate(orderId, refund, { key, service })).rejects.toMatchObject({
        code: 'PAYMENT.KEY_EXPIRED',
      });
    expect(await payments.operate(orderId, refund, { key: refused })).toMatchObject({ kind: 'accepted' });
    expect(await payments.rest(orderId)).toMatchObject({ refunded: '200' });
    expect((await payments.truth(orderId)).filter((effect) => effect === 'refund 1.00 USD')).toHaveLength(2);
  });

  it('lets one of a cancellation and a completion win, a thousand times, and the money follows the winner', async () => {
    const races = 1_000;
    const orders = await Promise.all(Array.from({ length: races }, () => payments.checkOut('tok_ok')));
    await atStatus(orders, ['Authorized']);
    await Promise.all(
      orders.map(async (orderId, index) => {
        const moves = [end(orderId, 'OrderCompleted', index % 2), end(orderId, 'OrderCancelled', (index + 1) % 2)];
        await Promise.all(index % 3 === 0 ? moves.toReversed() : moves);
      }),
    );
    await atStatus(orders, ['Captured', 'Voided']);

    const { rows } = await payments.site.sql.query<{ order: string; payment: string; orders: string }>(
      `select o.status as "order", p.status as payment, count(*) as orders from orders o join payments p using (order_id)
       where o.order_id = any($1) group by 1, 2 order by 1`,
      [orders],
    );
    expect(rows.map(({ order, payment }) => `${order}, ${payment}`)).toEqual([
      'Cancelled, Voided',
      'Completed, Captured',
    ]);
    expect(rows.reduce((sum, row) => sum + Number(row.orders), 0)).toBe(races);
    const { effects } = await payments.simulator.truth();
    const taken = new Map<string, number>();
    for (const { kind, order } of effects) {
      if (orders.includes(order) && kind !== 'authorize') taken.set(order, (taken.get(order) ?? 0) + 1);
    }
    expect([...taken.values()].filter((count) => count !== 1)).toEqual([]);
    expect(taken.size).toBe(races);
  }, 180_000);

  async function atStatus(orders: readonly string[], statuses: readonly string[]): Promise<void> {
    await eventually(
      async () => {
        const { rowCount } = await payments.site.sql.query(
          'select from payments where order_id = any($1) and status = any($2)',
          [orders, statuses],
        );
        if (rowCount !== orders.length)
          throw new Error(`${String(rowCount)} of ${String(orders.length)} are ${statuses.join(' or ')}`);
      },
      { within: 120_000 },
    );
  }

  /** As a neighbour's event would, but at this process. */
  async function end(orderId: string, type: 'OrderCompleted' | 'OrderCancelled', service: number): Promise<void> {
    const cause = { messageId: MessageId(v7()), conversationId: null, traceparent: null, actor: 'a neighbour' };
    const input = { body: { type, claim: nothingKnown }, cause };
    await payments.bus(service).execute(new AdvanceOrder(OrderId(orderId), input));
  }
});
