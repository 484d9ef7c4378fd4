import { describe, expect, it } from '@jest/globals';
import { wayTo } from '../payment/examples.js';
import { seedPayment } from '../queries/payments/seed-payment.js';
import { idOf } from '../queries/read-database.js';
import { useReadSide } from './read-side.js';

const side = useReadSide();

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
    await tables.seed({ id: idOf(9) });
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
