import { describe, expect, it } from '@jest/globals';
import { idOf } from '../queries/read-database.js';
import { statementsOf } from './api-under-test.js';
import { faultsByOpenApi } from './fits-openapi.js';
import { useReadSide } from './read-side.js';

const side = useReadSide();

const idsIn = (body: unknown): readonly string[] => (body as readonly { readonly id: string }[]).map(({ id }) => id);

describe('GET /api/v1/orders/{orderId}', () => {
  const path = '/api/v1/orders/{orderId}';

  it('answers an order as it stands', async () => {
    const { api, tables } = side();
    await tables.seed({
      id: idOf(1),
      status: 'Failed',
      fullName: 'Ada Reader',
      email: 'ada@example.com',
      basketId: idOf(2),
    });
    const answer = await api.get(`/api/v1/orders/${idOf(1).toUpperCase()}`);
    expect(answer.status).toBe(200);
    expect(answer.body).toEqual({
      ...{ id: idOf(1), basketId: idOf(2), fullName: 'Ada Reader', email: 'ada@example.com', state: 'Failed' },
      ...{ totalMoney: '42.50', currency: 'USD', version: 1, timeoutRetryCount: 0 },
      ...{ placedAt: '2026-07-01T12:00:00.123Z', updatedAt: '2026-07-01T12:00:00.123Z' },
    });
    expect(await faultsByOpenApi(path, answer)).toEqual([]);
  });

  it('answers null for what nobody has told', async () => {
    const { api, tables } = side();
    await tables.seed({ id: idOf(1), totalMinor: null });
    const answer = await api.get(`/api/v1/orders/${idOf(1)}`);
    expect(answer.body).toMatchObject({
      basketId: null,
      fullName: null,
      email: null,
      totalMoney: null,
      currency: null,
    });
    expect(await faultsByOpenApi(path, answer)).toEqual([]);
  });

  it.each(['', '/events'])('answers 404 for an order that is unknown or awaits its checkout (%s)', async (below) => {
    const { api, tables } = side();
    await tables.seed({ id: idOf(2), status: 'Awaiting' });
    for (const id of [idOf(1), idOf(2)]) {
      const answer = await api.get(`/api/v1/orders/${id}${below}`);
      expect(answer.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
      expect(answer.body).toEqual({
        type: 'about:blank',
        title: 'Not Found',
        status: 404,
        detail: `There is no order ${id}`,
        instance: `/api/v1/orders/${id}${below}`,
      });
      expect(await faultsByOpenApi(`${path}${below}`, answer)).toEqual([]);
    }
  });

  it.each(['', '/events'])(
    'answers 400 for an id that is none, by its name, and asks no database (%s)',
    async (below) => {
      for (const id of ['abc', '1', `${idOf(1)}0`, '%00', "'"]) {
        const statements = await statementsOf(async () => {
          const answer = await side().api.get(`/api/v1/orders/${id}${below}`);
          expect(answer.status).toBe(400);
          expect(answer.body).toMatchObject({ title: 'Bad Request', errors: { orderId: ['must be a UUID'] } });
          expect(await faultsByOpenApi(`${path}${below}`, answer)).toEqual([]);
        });
        expect(statements).toEqual([]);
      }
    },
  );

  it('refuses parameters that it does not take', async () => {
    const answer = await side().api.get(`/api/v1/orders/${idOf(1)}?expand=events`);
    expect(answer.body).toMatchObject({ status: 400, errors: { expand: ['is not a parameter of this request'] } });
  });
});

describe('GET /api/v1/orders/{orderId}/events', () => {
  it('answers everything that happened, first things first', async () => {
    const { api, tables } = side();
    await tables.seed({ id: idOf(1), events: ['OrderPlaced', 'BasketDeleted', 'InputIgnored'] });
    const answer = await api.get(`/api/v1/orders/${idOf(1)}/events`);
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject([
      { version: 1, type: 'OrderPlaced', causedBy: 'message-1', data: { attempt: 1 } },
      { version: 2, type: 'BasketDeleted', actor: 'rabbitmq://basket', conversationId: 'talk' },
      { version: 3, type: 'InputIgnored', recordedAt: '2026-07-01T12:00:00.123Z' },
    ]);
    expect(await faultsByOpenApi('/api/v1/orders/{orderId}/events', answer)).toEqual([]);
  });
});

describe('GET /api/v1/orders', () => {
  const path = '/api/v1/orders';

  it('answers a bare array with the count and the links of Ordering, last placed first', async () => {
    const { api, tables } = side();
    for (let n = 1; n <= 45; n += 1) await tables.seed({ id: idOf(n) });
    await tables.seed({ id: idOf(99), status: 'Awaiting' });
    const answer = await api.get('/api/v1/orders');
    expect(idsIn(answer.body)).toEqual(Array.from({ length: 20 }, (_, n) => idOf(45 - n)));
    expect(answer.headers.get('pagination-count')).toBe('45');
    expect(answer.headers.get('link')).toBe(
      '</api/v1/orders?pageIndex=1&pageSize=20>;rel=first,</api/v1/orders?pageIndex=1&pageSize=20>;rel=self,' +
        '</api/v1/orders?pageIndex=2&pageSize=20>;rel=next,</api/v1/orders?pageIndex=3&pageSize=20>;rel=last',
    );
    expect(await faultsByOpenApi(path, answer)).toEqual([]);
    const last = await api.get('/api/v1/orders?pageIndex=3&pageSize=20');
    expect(idsIn(last.body)).toEqual([5, 4, 3, 2, 1].map(idOf));
    expect(last.headers.get('link')).toContain('</api/v1/orders?pageIndex=2&pageSize=20>;rel=previous');
  });

  it('keeps to a state, in its links too', async () => {
    const { api, tables } = side();
    for (const n of [1, 2, 3]) await tables.seed({ id: idOf(n), status: n === 2 ? 'Placed' : 'Cancelled' });
    const answer = await api.get('/api/v1/orders?state=Cancelled&pageSize=1');
    expect(idsIn(answer.body)).toEqual([idOf(3)]);
    expect(answer.headers.get('pagination-count')).toBe('2');
    expect(answer.headers.get('link')).toContain('</api/v1/orders?state=Cancelled&pageSize=1&pageIndex=2>;rel=next');
  });

  it('is empty beyond its last page', async () => {
    const { api, tables } = side();
    await tables.seed({ id: idOf(1) });
    const answer = await api.get('/api/v1/orders?pageIndex=1000000');
    expect([answer.status, answer.body, answer.headers.get('pagination-count')]).toEqual([200, [], '1']);
    expect(answer.headers.get('link')).toContain('</api/v1/orders?pageIndex=1&pageSize=20>;rel=previous');
  });

  it('costs two statements, however long the page', async () => {
    const { api, tables } = side();
    for (let n = 1; n <= 30; n += 1) await tables.seed({ id: idOf(n) });
    const statements = await statementsOf(async () => {
      expect(idsIn((await api.get('/api/v1/orders?pageSize=100')).body)).toHaveLength(30);
    });
    expect(statements).toHaveLength(2);
  });

  const [once, whole] = ['must be given once', 'must be a whole number'];
  it.each<[string, Readonly<Record<string, readonly string[]>>]>([
    ['pageIndex=0', { pageIndex: ['is at least 1'] }],
    ['pageIndex=1000001', { pageIndex: ['is at most 1000000'] }],
    ['pageIndex=-1&pageSize=1.5', { pageIndex: [whole], pageSize: [whole] }],
    ['pageIndex=', { pageIndex: [whole] }],
    ['pageSize=101', { pageSize: ['is at most 100'] }],
    ['pageSize=0', { pageSize: ['is at least 1'] }],
    ['pageSize=1e2', { pageSize: [whole] }],
    ['pageSize=1&pageSize=2', { pageSize: [once] }],
    ['state=Placed&state=Failed', { state: [once] }],
    ['state=Awaiting', { state: ['must be one of Placed, Completed, Cancelled, Failed'] }],
    ['state=', { state: ['must be one of Placed, Completed, Cancelled, Failed'] }],
    [
      'status=New&sort=asc',
      { status: ['is not a parameter of this request'], sort: ['is not a parameter of this request'] },
    ],
  ])('refuses %s and names what is wrong', async (query, errors) => {
    const answer = await side().api.get(`/api/v1/orders?${query}`);
    expect(answer.status).toBe(400);
    expect(answer.body).toMatchObject({ status: 400, instance: '/api/v1/orders', errors });
    expect(await faultsByOpenApi(path, answer)).toEqual([]);
  });
});
