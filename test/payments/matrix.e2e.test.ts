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
  async function play({ operation, token }: Expected): Promise<{ end: PaidOrder; truth: readonly string[] }> {
    const orderId = await payments.checkOut(token);
    const placed = await payments.rest(orderId);
    if (operation === 'void') await payments.cancel(orderId);
    // A declined order has failed by now, and stays so.
    else await payments.complete(orderId);
    await moved(orderId, placed);
    if (operation === 'refund') {
      await payments.rest(orderId);
      await payments.operate(orderId, { type: 'RefundRequested', amount: null });
    }
    return { end: await payments.rest(orderId), truth: await payments.truth(orderId) };
  }

  async function moved(orderId: string, before: PaidOrder): Promise<void> {
    if (before.order !== 'Placed') return;
    await eventually(async () => expect((await payments.find(orderId))?.order).not.toBe('Placed'));
  }

  it('covers all live cells', () => {
    expect(expected.map(({ operation, case: name, token }) => `${operation} ${name} ${token}`)).toEqual(
      live.map(({ operation, case: name, token }) => `${operation} ${name} ${token}`),
    );
  });

  it.each(expected)('$operation, $case', async (cell) => {
    const got = await play(cell);
    (await import('node:fs')).appendFileSync(
      '/tmp/cells.jsonl',
      JSON.stringify({ operation: cell.operation, case: cell.case, token: cell.token, ...got }) + '\n',
    );
    expect(got).toEqual({ end: cell.end, truth: cell.truth });
  });

  it('leaves books without a fault: gateway, ledger and payment say the same', async () => {
    expect(await payments.faults()).toEqual([]);
  });
});
