import { describe, expect, it } from '@jest/globals';
import { MessageId, OrderId } from '../../src/kernel/ids.js';
import { noPayment } from '../../src/payment/state.js';
import { KnownOrders } from '../../src/store/known-orders.js';
import {
  absentOrder,
  type OrderWrite,
  type ReadAnswer,
  type ReadRequest,
  Tables,
  type Written,
} from '../../src/store/tables.js';

const begun = (orderId: OrderId): OrderWrite => ({
  ...{ orderId, expected: 0, becomesPlaced: true, wake: { kind: 'keep' }, waiting: 'keep', expired: 0 },
  ...{
    events: [],
    contacts: [],
    applied: [MessageId('first')],
    noted: [],
    messages: [],
    deferred: [],
    payment: null,
    commandAnswers: [],
  },
  order: {
    ...{ version: 1, contactVersion: null, outSequence: 1 },
    state: {
      ...{ status: 'Placed', conversationId: null, timeoutRetryCount: 0, basketDeleted: false },
      details: { fullName: null, email: null, basketId: null, total: null },
    },
    payment: noPayment,
  },
});

/** Takes every write, unless it's told to lose its answer. */
class Counted extends Tables {
  readonly asked: OrderId[] = [];
  fault: Error | null = null;

  override read(requests: readonly ReadRequest[]): Promise<ReadAnswer> {
    this.asked.push(...requests.map(({ orderId }) => orderId));
    return Promise.resolve({ orders: new Map(), isApplied: () => true });
  }

  override write(writes: readonly OrderWrite[]): Promise<Written> {
    if (this.fault !== null) return Promise.reject(this.fault);
    return Promise.resolve(new Map(writes.map(({ orderId }) => [orderId, []])));
  }
}

const ids = (count: number): readonly OrderId[] =>
  Array.from({ length: count }, (_, n) => OrderId(`order ${String(n)}`));
const request = (orderId: OrderId, messageId = 'second'): ReadRequest => ({
  orderId,
  messageId: MessageId(messageId),
  guess: 'known',
});

describe('known orders', () => {
  it('are told as they were written, with what was applied to them', async () => {
    const tables = new Counted();
    const known = new KnownOrders(tables);
    const orderId = OrderId('one');
    await known.write([begun(orderId)]);
    const [first, second] = [request(orderId, 'first'), request(orderId)];
    const { orders, isApplied } = await known.read([first, second]);
    expect(orders.get(orderId)).toEqual(begun(orderId).order);
    expect([isApplied(first), isApplied(second)]).toEqual([true, false]);
    expect(tables.asked).toEqual([]);
  });

  it('are forgotten when another process has moved them in between: what it applied is in the inbox alone', async () => {
    const tables = new Counted();
    const known = new KnownOrders(tables);
    const orderId = OrderId('one');
    await known.write([begun(orderId)]);
    const { order } = begun(orderId);
    await known.write([
      { ...begun(orderId), expected: 2, order: { ...order, version: 3 }, applied: [MessageId('third')] },
    ]);
    const { isApplied } = await known.read([request(orderId)]);
    expect([tables.asked, isApplied(request(orderId))]).toEqual([[orderId], true]);
  });

  it('are two thousand at least, those that were written last', async () => {
    const tables = new Counted();
    const known = new KnownOrders(tables);
    const orders = ids(4_001);
    for (const orderId of orders) await known.write([begun(orderId)]);
    await known.read(orders.map((orderId) => request(orderId)));
    expect(tables.asked).toEqual(orders.slice(0, 2_000));
  });

  it('are read after a write without an answer, which may have been committed or not', async () => {
    const tables = new Counted();
    const known = new KnownOrders(tables);
    const orderId = OrderId('one');
    tables.fault = new Error('The connection is gone');
    await expect(known.write([begun(orderId)])).rejects.toThrow(tables.fault);
    const again = { ...request(orderId, 'first'), guess: 'new' as const };
    const { isApplied } = await known.read([again]);
    expect(isApplied(again)).toBe(true);
    expect(tables.asked).toEqual([orderId]);
  });

  it('are a guess for a message that begins one, and only for that', async () => {
    const tables = new Counted();
    const known = new KnownOrders(tables);
    const [begins, old] = [OrderId('new'), OrderId('old')];
    const { orders } = await known.read([{ ...request(begins), guess: 'new' }, request(old)]);
    expect(orders.get(begins)).toEqual(absentOrder);
    expect(tables.asked).toEqual([old]);
  });
});
