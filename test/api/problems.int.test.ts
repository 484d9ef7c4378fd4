import { request } from 'node:http';
import { describe, expect, it } from '@jest/globals';
import { idOf } from '../queries/read-database.js';
import { faultsByOpenApi } from './fits-openapi.js';
import { useReadSide } from './read-side.js';

const side = useReadSide();

describe('a problem', () => {
  it('is what an unknown route answers', async () => {
    const { headers, body } = await side().api.get('/api/v1/order?secret=1');
    expect(headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
    expect(body).toEqual({
      type: 'about:blank',
      title: 'Not Found',
      status: 404,
      detail: 'There is nothing at /api/v1/order',
      instance: '/api/v1/order',
    });
  });

  it.each(['/api/v1/orders', `/api/v1/orders/${idOf(1)}`, '/api/v1/order-state-machine', '/openapi.json', '/docs'])(
    'is what %s answers to a method that it does not take, with those that it does',
    async (url) => {
      const { status, headers, body } = await side().api.send({ url, method: 'DELETE' });
      expect([status, headers.get('allow')]).toEqual([405, 'GET, HEAD']);
      expect(body).toMatchObject({ status: 405, title: 'Method Not Allowed', instance: url });
    },
  );

  it('is what a malformed URL answers, with the headers of all answers', async () => {
    const { status, headers, body } = await side().api.get('/api/v1/orders/%ZZ');
    expect(status).toBe(400);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(body).toMatchObject({ status: 400, title: 'Bad Request' });
  });

  it('is what a body that nobody asked for answers, if it is too large', async () => {
    const headers = { 'content-type': 'application/json' };
    const payload = JSON.stringify('x'.repeat(110_000));
    const { status, body } = await side().api.send({ url: '/api/v1/orders', method: 'POST', headers, payload });
    expect([status, body]).toEqual([405, expect.objectContaining({ status: 405 })]);
  });

  it('tells nothing of an error of our own', async () => {
    const { api, tables } = side();
    await tables.seed({ id: idOf(1), totalMinor: 1, currency: 'XXX' });
    const answer = await api.get(`/api/v1/orders/${idOf(1)}`);
    expect(answer.body).toEqual({
      ...{ type: 'about:blank', title: 'Internal Server Error', status: 500 },
      instance: `/api/v1/orders/${idOf(1)}`,
    });
    expect(await faultsByOpenApi('/api/v1/orders/{orderId}', answer)).toEqual([]);
  });

  it('leaves the service able to answer after it', async () => {
    const { api, tables } = side();
    await tables.seed({ id: idOf(1) });
    const { hostname, port } = new URL(api.url);
    await new Promise<void>((resolve) => {
      const broken = request({ hostname, port, path: '/graphql', method: 'POST', headers: { 'content-length': '10' } });
      broken.once('error', () => resolve());
      broken.write('{', () => broken.destroy(new Error('gone')));
    });
    expect((await api.get(`/api/v1/orders/${idOf(1)}`)).status).toBe(200);
  });
});

describe('every answer', () => {
  it('forbids sniffing, and caching where it may hold names', async () => {
    const { api } = side();
    for (const url of ['/api/v1/orders', '/graphql', '/nothing', '/openapi.json']) {
      const { headers } = await api.get(url);
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('content-security-policy')).toBe("default-src 'none'; frame-ancestors 'none'");
      expect(headers.get('cache-control')).toBe('no-store');
    }
  });
});
