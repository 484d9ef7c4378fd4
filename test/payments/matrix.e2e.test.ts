import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { isEmpty, matrix } from '../gateway/matrix.js';
import { eventually } from '../tools/eventually.js';
import { type PaidOrder, PaymentSite } from './payment-site.js';

/** What a cell of the gateway's matrix comes to in an order that pays with its token. */
type Expected = {
  readonly operation: string;
  readonly case: string;
  readonly token: string;
  /** Where the order and its payment are, and what the books say, when nothing is left to do by itself. */
  readonly end: PaidOrder;
  readonly truth: readonly string[];
};

const expected = JSON.parse(readFileSync(new URL('matrix.json', import.meta.url), 'utf8')) as readonly Expected[];
const live = matrix.cells.flatMap((cell) => (isEmpty(cell) ? [] : [cell]));

describe('an order that pays, for each cell of the gateway’s matrix', () => {
  let payments: PaymentSite;

  beforeAll(async () => {
    payments = await PaymentSite.open();
  });
  afterAll(async () => {
    await payments.close();
  });

  /** Takes an order to where the operation is asked for, and further until nothing is left to do. */
  async function play({ operation, token }: Expected): Promise<{ orderId: string; end: PaidOrder }> {
    const orderId = await payments.checkOut(token);
    const placed = await payments.rest(orderId);
    if (operation === 'void') await payments.cancel(orderId);
    // A declined order has failed by now, and stays so.
    else await payments.complete(orderId);
    await moved(orderId, placed);
    if (operation === 'refund' || token.startsWith('tok_refund')) {
      await payments.rest(orderId);
      await payments.operate(orderId, { type: 'RefundRequested', amount: null });
    }
    return { orderId, end: await payments.rest(orderId) };
  }

  async function moved(orderId: string, before: PaidOrder): Promise<void> {
    if (before.order !== 'Placed') return;
    await eventually(async () => expect((await payments.find(orderId))?.order).not.toBe('Placed'));
  }

  it('covers all live cells', () => {
    const operations = expected.filter(({ operation }) => operation !== 'dispute');
    expect(operations.map(({ operation, case: name, token }) => `${operation} ${name} ${token}`)).toEqual(
      live.map(({ operation, case: name, token }) => `${operation} ${name} ${token}`),
    );
  });

  const disputes = expected.filter(({ operation }) => operation === 'dispute');
  const [late, usual] = [true, false].map((isLate) =>
    expected.filter((cell) => !disputes.includes(cell) && (cell.case === 'late_failure') === isLate),
  );

  it.each(usual ?? [])('$operation, $case', async (cell) => {
    const { orderId, end } = await play(cell);
    const truth = await payments.truth(orderId);
    expect({ end, truth }).toEqual({ end: cell.end, truth: cell.truth });
    // What was answered with another amount than was asked for isn't booked before a person has looked.
    if (end.review !== 'AmountDiffers') expect(sumsOf(truth)).toEqual(booked(end));
  });

  // Last, since they move the gateway's clock by days.
  it.each(late ?? [])('$operation, $case', async (cell) => {
    const { orderId } = await play(cell);
    await payments.simulator.advance(73 * 3_600_000);
    await eventually(async () => expect((await payments.find(orderId))?.payment).toBe(cell.end.payment));
    const end = await payments.rest(orderId);
    const truth = await payments.truth(orderId);
    expect({ end, truth }).toEqual({ end: cell.end, truth: cell.truth });
    expect(sumsOf(truth)).toEqual(booked(end));
  });

  it.each(disputes)('$operation, $case', async (cell) => {
    const { orderId } = await play(cell);
    // What it's told, the first time after five days and the second after ten more.
    for (const [index, days] of [5, 10].entries()) {
      await payments.simulator.advance(days * 24 * 3_600_000);
      const least = index === 0 && cell.case === 'out_of_order' ? 0 : Math.min(index + 1, tellings(cell));
      await eventually(async () => {
        const { webhooks } = await payments.simulator.truth(orderId);
        const told = webhooks.filter(({ type, delivered }) => type.startsWith('dispute.') && delivered);
        expect(told.length).toBeGreaterThanOrEqual(least);
      });
    }
    const end = await payments.rest(orderId);
    const truth = await payments.truth(orderId);
    expect({ end, truth }).toEqual({ end: cell.end, truth: cell.truth });
    expect(sumsOf(truth)).toEqual(booked(end));
  });

  it('leaves books without a fault: gateway, ledger and payment say the same', async () => {
    expect(await payments.faults()).toEqual([]);
  });
});

const tellings = ({ case: name }: Expected): number => (name === 'opened' || name === 'inquiry' ? 1 : 2);

/** What the gateway's own books hold, in minor units; of disputes with their fees. */
function sumsOf(truth: readonly string[]) {
  const sum = (...kinds: readonly string[]): number =>
    truth
      .map((effect) => effect.split(' '))
      .filter(([kind = '']) => kinds.includes(kind))
      .flatMap(([, amount = '0', , , fee = '0']) => [amount, fee])
      .reduce((total, amount) => total + Math.round(Number(amount) * 100), 0);
  return {
    held: sum('authorize') - sum('void', 'expire', 'capture', 'release'),
    captured: sum('capture'),
    refunded: sum('refund') - sum('refund_failed'),
    chargedBack: sum('dispute') - sum('dispute_won'),
  };
}

const booked = ({ held, captured, refunded, chargedBack }: PaidOrder) => ({
  ...{ held: Number(held), captured: Number(captured), refunded: Number(refunded), chargedBack: Number(chargedBack) },
});
