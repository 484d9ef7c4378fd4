import { describe, expect, it } from '@jest/globals';
import { idOf } from '../queries/read-database.js';
import { statementsOf } from './api-under-test.js';
import { useReadSide } from './read-side.js';

const side = useReadSide();

describe('order', () => {
  it('answers every field of an order and its timeline', async () => {
    const { api, tables } = side();
    await tables.seed({
      id: idOf(1),
      status: 'Completed',
      basketId: idOf(2),
      fullName: 'Ada Reader',
      email: 'ada@example.com',
      events: ['OrderPlaced', 'OrderCompleted'],
    });
    const { status, body } = await api.graphql(
      `query ($id: UUID!) { order(id: $id) {
        id basketId fullName email state totalMoney currency placedAt updatedAt version timeoutRetryCount
        timeline { version type recordedAt actor causedBy conversationId data } } }`,
      { id: idOf(1).toUpperCase() },
    );
    const placedAt = '2026-07-01T12:00:00.123Z';
    const entry = { recordedAt: placedAt, actor: 'rabbitmq://basket', conversationId: 'talk' };
    expect(status).toBe(200);
    expect(body).toEqual({
      data: {
        order: {
          ...{ id: idOf(1), basketId: idOf(2), fullName: 'Ada Reader', email: 'ada@example.com' },
          ...{ state: 'COMPLETED', totalMoney: '42.50', currency: 'USD', placedAt, updatedAt: placedAt },
          ...{ version: 2, timeoutRetryCount: 0 },
          timeline: [
            { version: 1, type: 'OrderPlaced', causedBy: 'message-1', data: { attempt: 1 }, ...entry },
            { version: 2, type: 'OrderCompleted', causedBy: 'message-2', data: { attempt: 2 }, ...entry },
          ],
        },
      },
    });
  });

  it('gives a total with all digits of its currency, and null where nobody has told it', async () => {
    const { api, tables } = side();
    await tables.seed({ id: idOf(1), totalMinor: 1200, currency: 'JPY' });
    await tables.seed({ id: idOf(2), totalMinor: 1250, currency: 'KWD' });
    await tables.seed({ id: idOf(3), totalMinor: null });
    const { body } = await api.graphql(`{ orders { nodes { totalMoney currency } } }`);
    const nodes = [
      { totalMoney: null, currency: null },
      { totalMoney: '1.250', currency: 'KWD' },
      { totalMoney: '1200', currency: 'JPY' },
    ];
    expect(body).toEqual({ data: { orders: { nodes } } });
  });

  it('is null for an order that is unknown, and for one that awaits its checkout', async () => {
    const { api, tables } = side();
    await tables.seed({ id: idOf(2), status: 'Awaiting' });
    const { body } = await api.graphql(`{ a: order(id: "${idOf(1)}") { id } b: order(id: "${idOf(2)}") { id } }`);
    expect(body).toEqual({ data: { a: null, b: null } });
  });
});

describe('the statements that a query costs', () => {
  it('is one for all orders that one query asks for by id, whether once or twice', async () => {
    const { api, tables } = side();
    for (const n of [1, 2, 3]) await tables.seed({ id: idOf(n) });
    const fields = [1, 2, 3, 3].map((n, index) => `o${String(index)}: order(id: "${idOf(n)}") { id }`);
    const statements = await statementsOf(async () => {
      const { body } = await api.graphql(`{ ${fields.join(' ')} }`);
      expect(body).toEqual({
        data: { o0: { id: idOf(1) }, o1: { id: idOf(2) }, o2: { id: idOf(3) }, o3: { id: idOf(3) } },
      });
    });
    expect(statements).toHaveLength(1);
  });

  it('is two for a page of fifty orders and the timelines of all', async () => {
    const { api, tables } = side();
    for (let n = 1; n <= 50; n += 1) await tables.seed({ id: idOf(n), events: ['OrderPlaced', 'BasketDeleted'] });
    const statements = await statementsOf(async () => {
      const { body } = await api.graphql(`{ orders(first: 50) { nodes { id timeline { type } } } }`);
      const timeline = [{ type: 'OrderPlaced' }, { type: 'BasketDeleted' }];
      const nodes = Array.from({ length: 50 }, (_, n) => ({ id: idOf(50 - n), timeline }));
      expect(body).toEqual({ data: { orders: { nodes } } });
    });
    expect(statements).toHaveLength(2);
    expect(statements.filter((text) => text.includes('from order_events'))).toHaveLength(1);
  });

  it('holds a count only where totalCount is asked for', async () => {
    const { api, tables } = side();
    for (const n of [1, 2, 3]) await tables.seed({ id: idOf(n), status: n === 3 ? 'Failed' : 'Placed' });
    await tables.seed({ id: idOf(4), status: 'Awaiting' });
    const without = await statementsOf(() => api.graphql(`{ orders(first: 1) { edges { cursor } } }`));
    expect(without).toHaveLength(1);
    expect(without[0]).not.toContain('count(*)');
    const counted = await statementsOf(async () => {
      const { body } = await api.graphql(
        `{ orders(first: 1) { totalCount } failed: orders(filter: { state: FAILED }) { totalCount } }`,
      );
      expect(body).toEqual({ data: { orders: { totalCount: 3 }, failed: { totalCount: 1 } } });
    });
    expect(counted.filter((text) => text.includes('count(*)'))).toHaveLength(2);
  });
});

describe('orders', () => {
  type Connection = {
    readonly data: {
      readonly orders: { readonly edges: readonly Edge[]; readonly pageInfo: Readonly<Record<string, unknown>> };
    };
  };
  type Edge = { readonly cursor: string; readonly node: { readonly id: string } };
  const page = `query ($first: Int, $after: String, $last: Int, $before: String, $orderBy: OrderOrder) {
    orders(first: $first, after: $after, last: $last, before: $before, orderBy: $orderBy) {
      edges { cursor node { id } } pageInfo { startCursor endCursor hasNextPage hasPreviousPage } } }`;

  it('goes from page to page by its cursors', async () => {
    const { api, tables } = side();
    for (const n of [1, 2, 3]) await tables.seed({ id: idOf(n) });
    const one = (await api.graphql(page, { first: 2 })).body as Connection;
    expect(one.data.orders.edges.map(({ node }) => node.id)).toEqual([idOf(3), idOf(2)]);
    expect(one.data.orders.pageInfo).toEqual({
      startCursor: one.data.orders.edges[0]?.cursor,
      endCursor: one.data.orders.edges[1]?.cursor,
      hasNextPage: true,
      hasPreviousPage: false,
    });
    const two = (await api.graphql(page, { first: 2, after: one.data.orders.pageInfo['endCursor'] }))
      .body as Connection;
    expect(two.data.orders.edges.map(({ node }) => node.id)).toEqual([idOf(1)]);
    expect(two.data.orders.pageInfo).toMatchObject({ hasNextPage: false, hasPreviousPage: true });
  });

  it('orders by the time of the last change, if asked to', async () => {
    const { api, tables } = side();
    await tables.seed({ id: idOf(1), updatedAt: '2026-07-05T00:00:00Z' });
    await tables.seed({ id: idOf(2), updatedAt: '2026-07-04T00:00:00Z' });
    const answer = await api.graphql(page, { orderBy: { field: 'UPDATED_AT', direction: 'ASC' } });
    expect((answer.body as Connection).data.orders.edges.map(({ node }) => node.id)).toEqual([idOf(2), idOf(1)]);
  });

  it('takes null for an argument that is left out', async () => {
    const { api, tables } = side();
    await tables.seed({ id: idOf(1) });
    const nothing = { first: null, after: null, last: null, before: null, orderBy: null };
    const { body } = await api.graphql(page, nothing);
    expect((body as Connection).data.orders.edges).toHaveLength(1);
    const filter = '{ state: null, placedBetween: null, email: null, basketId: null }';
    expect((await api.graphql(`{ orders(filter: ${filter}) { totalCount } }`)).body).toEqual({
      data: { orders: { totalCount: 1 } },
    });
  });

  it('finds by every condition at once', async () => {
    const { api, tables } = side();
    await tables.seed({ id: idOf(1), email: 'ada@example.com', basketId: idOf(9) });
    await tables.seed({ id: idOf(2), email: 'ada@example.com' });
    const { body } = await api.graphql(
      `query ($filter: OrderFilter) { orders(filter: $filter) { nodes { id } totalCount } }`,
      {
        filter: {
          state: ['PLACED', 'FAILED'],
          email: 'ada@example.com',
          basketId: idOf(9),
          placedBetween: { from: '2026-07-01T13:30:00+02:00', to: '2026-07-02T00:00:00Z' },
        },
      },
    );
    expect(body).toEqual({ data: { orders: { nodes: [{ id: idOf(1) }], totalCount: 1 } } });
  });

  it.each<[string, string, string]>([
    ['after', '(after: "nowhere")', 'after is not a cursor of this list'],
    ['before', '(before: "")', 'before is not a cursor of this list'],
    ['first', '(first: 101)', 'first is at most 100'],
    ['first', '(first: -1)', 'first must not be negative'],
    ['last', '(last: 1000000000)', 'last is at most 100'],
    ['filter.email', String.raw`(filter: { email: "a\u0000b" })`, 'filter.email must not contain NUL'],
    ['filter.email', `(filter: { email: "${'a'.repeat(256)}" })`, 'filter.email has at most 255 characters'],
    [
      'filter.placedBetween',
      '(filter: { placedBetween: { from: "2026-07-02T00:00:00Z", to: "2026-07-01T00:00:00Z" } })',
      'filter.placedBetween must not end before it begins',
    ],
  ])('refuses a wrong %s by its name: %s', async (field, args, message) => {
    const { body } = await side().api.graphql(`{ orders${args} { totalCount } }`);
    const rule = message.slice(field.length + 1);
    expect(body).toMatchObject({
      data: null,
      errors: [{ message, path: ['orders'], extensions: { code: 'BAD_USER_INPUT', faults: [{ field, rule }] } }],
    });
  });

  it.each([
    'yesterday',
    '2026-02-30T00:00:00Z',
    '2026-07-01',
    '2026-07-01T12:00:00',
    '0000-01-01T00:00:00Z',
    '9999-12-31T23:59:59-05:00',
  ])('refuses the time %s', async (from) => {
    const query = `query ($from: DateTime) { orders(filter: { placedBetween: { from: $from } }) { totalCount } }`;
    const { status, body } = await side().api.graphql(query, { from });
    expect(status).toBe(400);
    expect(body).toMatchObject({
      errors: [{ message: expect.stringContaining(from), extensions: { code: 'BAD_USER_INPUT' } }],
    });
  });
});

describe('orderStats', () => {
  it('counts what is to be seen', async () => {
    const { api, tables } = side();
    const query = `{ orderStats { total placed completed cancelled failed oldestPlacedAt } }`;
    const none = { total: 0, placed: 0, completed: 0, cancelled: 0, failed: 0, oldestPlacedAt: null };
    expect((await api.graphql(query)).body).toEqual({ data: { orderStats: none } });
    await tables.seed({ id: idOf(1), status: 'Awaiting' });
    await tables.seed({ id: idOf(2), placedAt: '2026-07-02T00:00:00Z' });
    await tables.seed({ id: idOf(3), placedAt: '2026-07-03T00:00:00Z' });
    await tables.seed({ id: idOf(4), status: 'Failed', placedAt: '2026-07-01T00:00:00Z' });
    const some = { ...none, total: 3, placed: 2, failed: 1, oldestPlacedAt: '2026-07-02T00:00:00.000Z' };
    expect((await api.graphql(query)).body).toEqual({ data: { orderStats: some } });
  });
});

describe('stateMachine', () => {
  it('is printed in the form that is asked for, DOT if none is', async () => {
    const { body } = await side().api.graphql(
      `{ stateMachine mermaid: stateMachine(format: MERMAID) json: stateMachine(format: JSON) }`,
    );
    expect(body).toMatchObject({
      data: {
        stateMachine: expect.stringMatching(/^digraph Order \{/),
        mermaid: expect.stringMatching(/^stateDiagram-v2\n/),
        json: expect.stringMatching(/^\{\n {2}"name": "Order"/),
      },
    });
  });
});
