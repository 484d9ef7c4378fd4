import { describe, expect, it } from '@jest/globals';
import { getIntrospectionQuery } from 'graphql';
import { idOf } from '../queries/read-database.js';
import { statementsOf } from './api-under-test.js';
import { useReadSide } from './read-side.js';

const side = useReadSide();

const messagesIn = (body: unknown): readonly string[] =>
  ((body as { readonly errors?: readonly { readonly message: string }[] }).errors ?? []).map(({ message }) => message);

describe('GraphQL', () => {
  it('can be asked for its schema, as GraphiQL does', async () => {
    const { status, body } = await side().api.graphql(getIntrospectionQuery());
    expect(status).toBe(200);
    expect(messagesIn(body)).toEqual([]);
  });

  it('tells nothing of an error of its own', async () => {
    const { api, tables } = side();
    await tables.seed({ id: idOf(1), totalMinor: 1, currency: 'XXX' });
    const { body } = await api.graphql(`{ order(id: "${idOf(1)}") { id } }`);
    expect(body).toEqual({
      data: { order: null },
      errors: [
        {
          message: 'Internal server error',
          locations: [{ line: 1, column: 3 }],
          path: ['order'],
          extensions: { code: 'INTERNAL_SERVER_ERROR' },
        },
      ],
    });
  });

  it.each([
    ['{ order(id: "x") { id } }', 'GRAPHQL_VALIDATION_FAILED'],
    ['{ order(id: 7) { id } }', 'GRAPHQL_VALIDATION_FAILED'],
    ['{ orders(orderBy: { field: TOTAL }) { totalCount } }', 'GRAPHQL_VALIDATION_FAILED'],
    ['{ orders(filter: { state: AWAITING }) { totalCount } }', 'GRAPHQL_VALIDATION_FAILED'],
    ['{ order(id: "', 'GRAPHQL_PARSE_FAILED'],
    ['', 'BAD_REQUEST'],
    ['query A { orderStats { total } } query B { orderStats { total } }', 'OPERATION_RESOLUTION_FAILURE'],
  ])('refuses %s before anything is read', async (query, code) => {
    const statements = await statementsOf(async () => {
      const { status, body } = await side().api.graphql(query);
      expect(status).toBe(400);
      expect(body).toMatchObject({ errors: [{ extensions: { code } }] });
    });
    expect(statements).toEqual([]);
  });

  it('suggests no names that the client did not know', async () => {
    const { body } = await side().api.graphql(`{ order(id: "${idOf(1)}") { emai } }`);
    expect(messagesIn(body)).toEqual(['Cannot query field "emai" on type "Order".']);
  });

  it('lets two full pages with everything through, and no more', async () => {
    const full = (
      name: string,
    ) => `${name}: orders(first: 100) { totalCount pageInfo { endCursor } edges { cursor node {
      id basketId fullName email state totalMoney currency placedAt updatedAt version timeoutRetryCount
      timeline { version type recordedAt actor causedBy conversationId data } } } }`;
    expect(messagesIn((await side().api.graphql(`{ ${full('a')} ${full('b')} }`)).body)).toEqual([]);
    const tooMuch = `{ ${['a', 'b', 'c', 'd', 'e'].map(full).join(' ')} }`;
    const { status, body } = await side().api.graphql(tooMuch);
    expect(status).toBe(400);
    expect(messagesIn(body)).toEqual([
      expect.stringMatching(/^The query may cost \d+ fields; at most 10000 are allowed.$/),
    ]);
  });

  it('lets a full page of payments with everything through, and not three', async () => {
    const full = (name: string) => `${name}: payments(first: 100) { totalCount nodes {
      orderId status total currency authorized held capturable captured settled refundable refunding refunded chargedBack
      reviewReason deadline { waitsFor at } methodEnding createdAt updatedAt version order { id fullName state }
      operations { id kind attempt status amount fee currency reference reason requestedBy requestedAt updatedAt }
      ledgerEntries { operationId purpose transfer side account phase amount currency recordedAt } } }`;
    expect(messagesIn((await side().api.graphql(`{ ${full('a')} }`)).body)).toEqual([]);
    const { body } = await side().api.graphql(`{ ${['a', 'b', 'c'].map(full).join(' ')} }`);
    expect(messagesIn(body)).toEqual([expect.stringContaining('may cost')]);
    // A length that is left out is the usual one, not none.
    const usual = Array.from(
      { length: 60 },
      (_, n) => `a${String(n)}: payments { nodes { orderId status total held } }`,
    );
    expect(messagesIn((await side().api.graphql(`{ ${usual.slice(0, 50).join(' ')} }`)).body)).toEqual([]);
    expect((await side().api.graphql(`{ ${[...usual, ...usual.map((one) => `b${one}`)].join(' ')} }`)).status).toBe(
      400,
    );
  });

  it.each(['capturePayment', 'refundPayment', 'voidPayment', 'retryPayment', 'lookUpPayment'])(
    'lets no request do %s more than twenty times',
    async (name) => {
      const input = `input: { orderId: "${idOf(1)}", idempotencyKey: "k", by: "me" }`;
      const times = (count: number) =>
        Array.from({ length: count }, (_, n) => `a${String(n)}: ${name}(${input}) { __typename }`).join(' ');
      const costs = async (count: number) =>
        messagesIn((await side().api.graphql(`mutation { ${times(count)} }`)).body);
      expect(await costs(20)).toEqual([expect.stringContaining('may cost')]);
      expect((await costs(19)).filter((message) => message.includes('cost'))).toEqual([]);
    },
  );

  it('lets no query go round from orders to their payments and back for ever', async () => {
    const around = (times: number): string => (times === 0 ? 'id' : `payment { order { ${around(times - 1)} } }`);
    const nested = (times: number) => side().api.graphql(`{ order(id: "${idOf(1)}") { ${around(times)} } }`);
    expect((await nested(4)).status).toBe(200);
    expect(messagesIn((await nested(5)).body)).toEqual([expect.stringContaining('nested 12 deep')]);
  });

  it('takes the largest page for granted where a variable gives its length', async () => {
    const aliases = (length: string) =>
      Array.from({ length: 25 }, (_, n) => `a${String(n)}: orders(first: ${length}) { nodes { id state email } }`);
    const query = (length: string) =>
      `query ($n: Int) { ${aliases(length).join(' ')} orders(first: $n) { nodes { id } } }`;
    expect((await side().api.graphql(query('10'), { n: 1 })).status).toBe(200);
    expect(messagesIn((await side().api.graphql(query('$n'), { n: 1 })).body)).toEqual([
      expect.stringContaining('cost'),
    ]);
  });

  it('counts what stands in fragments as often as they are spread', async () => {
    const counts = Array.from({ length: 21 }, (_, n) => `a${String(n)}: orders(first: 0) { ...C }`).join(' ');
    const { body } = await side().api.graphql(`{ ${counts} } fragment C on OrderConnection { totalCount }`);
    expect(messagesIn(body)).toEqual([expect.stringContaining('may cost')]);
    const cyclic = `{ orders { ...A } } fragment A on OrderConnection { ...B } fragment B on OrderConnection { ...A }`;
    expect((await side().api.graphql(cyclic)).status).toBe(400);
  });

  it('refuses to parse more tokens than any honest query has', async () => {
    const { status, body } = await side().api.graphql(`{ ${'__typename '.repeat(3000)} }`);
    expect(status).toBe(400);
    expect(messagesIn(body)).toEqual([expect.stringMatching(/more tha[nt] 2000 tokens/)]);
  });

  it('answers in its own form what goes wrong before it is reached', async () => {
    const { api } = side();
    const headers = { 'content-type': 'application/json' };
    const broken = await api.send({ url: '/graphql', method: 'POST', headers, payload: '{' });
    expect([broken.status, messagesIn(broken.body).length]).toEqual([400, 1]);
    const large = JSON.stringify({ query: ' '.repeat(110_000) });
    const tooLarge = await api.send({ url: '/graphql', method: 'POST', headers, payload: large });
    expect(tooLarge.status).toBe(413);
    expect(tooLarge.body).toEqual({
      errors: [{ message: 'Request body is too large', extensions: { code: 'BAD_REQUEST' } }],
    });
    const wrongMethod = await api.send({ url: '/graphql', method: 'DELETE' });
    expect([wrongMethod.status, wrongMethod.headers.get('allow')]).toEqual([405, 'GET, HEAD, OPTIONS, POST']);
  });

  it('answers a GET only if no foreign page can have sent it', async () => {
    const { api } = side();
    const url = `/graphql?query=${encodeURIComponent('{ orderStats { total } }')}`;
    expect((await api.get(url)).status).toBe(400);
    const { status, body } = await api.get(url, { 'apollo-require-preflight': '1' });
    expect([status, body]).toEqual([200, { data: { orderStats: { total: 0 } } }]);
  });

  it('changes nothing of an order, and nothing at all by a GET', async () => {
    const { api } = side();
    const { status, body } = await api.graphql('mutation { cancelOrder }');
    expect([status, messagesIn(body)]).toEqual([400, ['Cannot query field "cancelOrder" on type "Mutation".']]);
    const mutation = `mutation { redriveDeadLetters(input: { which: { reason: HANDLER_FAILED }, by: "me" }) { __typename } }`;
    const url = `/graphql?query=${encodeURIComponent(mutation)}`;
    expect((await api.get(url, { 'apollo-require-preflight': '1' })).status).toBe(405);
  });

  it('has nothing to subscribe to', async () => {
    const { status, body } = await side().api.graphql('subscription { orders }');
    expect([status, messagesIn(body)]).toEqual([400, ['There is no subscription here.']]);
  });

  it('takes one operation at a time', async () => {
    const payload = JSON.stringify([{ query: '{ __typename }' }, { query: '{ __typename }' }]);
    const headers = { 'content-type': 'application/json' };
    expect((await side().api.send({ url: '/graphql', method: 'POST', headers, payload })).status).toBe(400);
  });
});
