import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Database } from '../../src/platform/prisma/database.js';
import { BasketId } from '../../src/kernel/ids.js';
import { CountOrders, CountOrdersHandler } from '../../src/queries/count-orders.js';
import { ListOrders, ListOrdersHandler, type OrdersAsked, type OrderSlice } from '../../src/queries/list-orders.js';
import { idOf, ReadDatabase } from './read-database.js';

const newestFirst = { filter: {}, field: 'placedAt', direction: 'descending' } as const satisfies OrdersAsked;

describe('a list of orders', () => {
  let tables: ReadDatabase;
  let database: Database;
  let handler: ListOrdersHandler;

  beforeAll(async () => {
    tables = await ReadDatabase.create();
    database = new Database({ url: tables.url, connections: 2 });
    handler = new ListOrdersHandler(database);
  });

  afterAll(async () => {
    await database.close();
    await tables.drop();
  });

  beforeEach(() => tables.empty());

  const list = (asked: Partial<OrdersAsked>): Promise<OrderSlice> =>
    handler.execute(new ListOrders({ ...newestFirst, ...asked }));
  const idsIn = (slice: OrderSlice): readonly string[] => slice.edges.map(({ node }) => node.id);

  async function walk(asked: Partial<OrdersAsked>, side: 'forwards' | 'backwards'): Promise<readonly string[]> {
    const pages: (readonly string[])[] = [];
    let place: Partial<OrdersAsked> = {};
    for (let more = true; more;) {
      const slice = await list({ ...asked, ...place });
      pages.push(idsIn(slice));
      more = side === 'forwards' ? slice.hasNextPage : slice.hasPreviousPage;
      place = side === 'forwards' ? { after: slice.edges.at(-1)?.cursor } : { before: slice.edges[0]?.cursor };
    }
    return (side === 'forwards' ? pages : pages.toReversed()).flat();
  }

  describe('of which 250 were placed at the same moment', () => {
    const ids = Array.from({ length: 250 }, (_, n) => idOf(n + 1));

    beforeEach(async () => {
      for (const id of ids) await tables.seed({ id });
      await tables.seed({ id: idOf(999), status: 'Awaiting' });
    });

    it('comes whole and in order by pages from either end, in either direction, by either time', async () => {
      for (const field of ['placedAt', 'updatedAt'] as const)
        for (const direction of ['ascending', 'descending'] as const) {
          const expected = direction === 'ascending' ? ids : ids.toReversed();
          expect(await walk({ field, direction, first: 33 }, 'forwards')).toEqual(expected);
          expect(await walk({ field, direction, last: 33 }, 'backwards')).toEqual(expected);
        }
    });
  });

  it('keeps apart what only microseconds part', async () => {
    await tables.seed({ id: idOf(3), placedAt: '2026-07-01T12:00:00.000001Z' });
    await tables.seed({ id: idOf(1), placedAt: '2026-07-01T12:00:00.000002Z' });
    await tables.seed({ id: idOf(2), placedAt: '2026-07-01T12:00:00.000003Z' });
    expect(await walk({ first: 1 }, 'forwards')).toEqual([idOf(2), idOf(1), idOf(3)]);
    expect(await walk({ last: 1 }, 'backwards')).toEqual([idOf(2), idOf(1), idOf(3)]);
  });

  it('goes on at its place when orders come and go in between', async () => {
    for (const n of [1, 2, 3, 4]) await tables.seed({ id: idOf(n) });
    const { edges } = await list({ first: 2 });
    await tables.seed({ id: idOf(9) });
    await tables.query('delete from orders where order_id = $1', [edges.at(-1)?.node.id]);
    expect(idsIn(await list({ first: 2, after: edges.at(-1)?.cursor }))).toEqual([idOf(2), idOf(1)]);
  });

  it('takes the last of the first where both are asked for', async () => {
    for (const n of [1, 2, 3, 4, 5]) await tables.seed({ id: idOf(n) });
    const slice = await list({ first: 4, last: 2 });
    expect(idsIn(slice)).toEqual([idOf(3), idOf(2)]);
    expect(slice).toMatchObject({ hasNextPage: true, hasPreviousPage: true });
  });

  it('is a stretch between two cursors', async () => {
    for (const n of [1, 2, 3, 4, 5]) await tables.seed({ id: idOf(n) });
    const { edges } = await list({});
    expect(idsIn(await list({ after: edges[0]?.cursor, before: edges[4]?.cursor }))).toEqual([4, 3, 2].map(idOf));
  });

  it('says whether there is more when nothing is asked for', async () => {
    expect(await list({ first: 0 })).toEqual({ edges: [], hasNextPage: false, hasPreviousPage: false });
    await tables.seed({ id: idOf(1) });
    expect(await list({ first: 0 })).toEqual({ edges: [], hasNextPage: true, hasPreviousPage: false });
  });

  describe('that is filtered', () => {
    const basketId = BasketId(idOf(77));

    beforeEach(async () => {
      await tables.seed({ id: idOf(1), status: 'Placed', email: 'ada@example.com', placedAt: '2026-07-01T00:00:00Z' });
      await tables.seed({ id: idOf(2), status: 'Completed', basketId, placedAt: '2026-07-02T00:00:00Z' });
      await tables.seed({ id: idOf(3), status: 'Failed', email: 'ada@example.com', placedAt: '2026-07-03T00:00:00Z' });
      await tables.seed({ id: idOf(4), status: 'Awaiting', email: 'ada@example.com', basketId });
    });

    const first = new Date('2026-07-01T00:00:00Z');
    const third = new Date('2026-07-03T00:00:00Z');

    it.each<[string, OrdersAsked['filter'], readonly number[]]>([
      ['no condition', {}, [3, 2, 1]],
      ['one state', { states: ['Completed'] }, [2]],
      ['several states', { states: ['Placed', 'Failed'] }, [3, 1]],
      ['no state', { states: [] }, []],
      ['an e-mail', { email: 'ada@example.com' }, [3, 1]],
      ['an e-mail in other letters', { email: 'Ada@example.com' }, []],
      ['a contact that is not in force', { email: 'other@example.com' }, []],
      ['a basket', { basketId }, [2]],
      ['a time from', { placedBetween: { from: third } }, [3]],
      ['a time before', { placedBetween: { to: third } }, [2, 1]],
      ['a stretch of time', { placedBetween: { from: first, to: third } }, [2, 1]],
      ['all at once', { states: ['Failed'], email: 'ada@example.com', placedBetween: { from: first } }, [3]],
    ])('finds and counts by %s', async (_name, filter, expected) => {
      expect(idsIn(await list({ filter }))).toEqual(expected.map(idOf));
      expect(await new CountOrdersHandler(database).execute(new CountOrders(filter))).toBe(expected.length);
    });
  });
});
