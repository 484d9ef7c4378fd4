import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { SettlementsUnavailable } from '../../src/gateway/payment-gateway.js';
import { SimulatedGateway } from '../../src/gateway/simulated/simulated-gateway.js';
import type { Operation } from '../../src/payment/operation.js';
import { collect } from './collect.js';
import { HandClock } from './hand-clock.js';
import { inWords, lookUpInWords } from './in-words.js';
import { PaymentOf } from './payment-of.js';

const described = ({ operationId, orderId, kind }: Operation) => ({
  ...{ id: 'aut_1', key: operationId, order: orderId, kind, status: 'succeeded', amount: '4250', currency: 'USD' },
  ...{ capture_before: null, fee: null, action: null, code: null },
});
const error = (type: string, code: string) => JSON.stringify({ error: { type, code } });
const answer =
  (status: number, text: string): RequestListener =>
  (request, response) => {
    request.resume().on('end', () => response.writeHead(status).end(text));
  };

describe('a gateway that does not answer as it should', () => {
  let server: Server | null = null;
  const operation = new PaymentOf().authorize();

  afterEach(async () => {
    if (server === null) return;
    const closed = once(server, 'close');
    server.close();
    server.closeAllConnections();
    await closed;
    server = null;
  });

  async function listening(listener: RequestListener): Promise<string> {
    server = createServer(listener);
    await once(server.listen(0, '127.0.0.1'), 'listening');
    return `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  }

  const adapterTo = (url: string, deadlineMs = 20_000) =>
    new SimulatedGateway({ url, webhookSecrets: [], deadlineMs }, new HandClock());
  const run = async (url: string, deadlineMs?: number) => inWords(await adapterTo(url, deadlineMs).run(operation));
  const lookUp = async (url: string, deadlineMs?: number) =>
    lookUpInWords(await adapterTo(url, deadlineMs).lookUp({ by: 'operation', operation }));

  it('was not attempted where nobody listens', async () => {
    const url = await listening(() => {});
    await new Promise((resolve) => server?.close(resolve));
    server = null;
    expect([await run(url), await lookUp(url)]).toEqual(['not_attempted ECONNREFUSED', 'unavailable ECONNREFUSED']);
    // With an IPv4 and an IPv6 address it fails twice.
    expect(await run(url.replace('127.0.0.1', 'localhost'))).toBe('not_attempted ECONNREFUSED');
  });

  it('was not attempted where the name means nothing', async () => {
    expect(await run('http://gateway.invalid')).toMatch(/^not_attempted (ENOTFOUND|EAI_AGAIN)$/);
  });

  it('is unknown when the connection ends after the request', async () => {
    const url = await listening((request) => request.resume().on('end', () => request.socket.destroy()));
    expect([await run(url), await lookUp(url)]).toEqual(['unknown reset', 'unavailable reset']);
  });

  it('is unknown when the connection ends within the answer', async () => {
    const url = await listening((request, response) => {
      const text = JSON.stringify(described(operation));
      request.resume().on('end', () => {
        response.writeHead(200, { 'content-length': String(text.length) });
        response.write(text.slice(0, 20), () => request.socket.destroy());
      });
    });
    expect(await run(url)).toBe('unknown reset');
  });

  it('is unknown when the deadline passes, also within the answer', async () => {
    const silent = await listening((request, response) => {
      request.resume();
      if (request.method === 'GET') return;
      response.writeHead(200);
      response.write('{');
    });
    expect([await run(silent, 200), await lookUp(silent, 200)]).toEqual(['unknown timeout', 'unavailable timeout']);
  });

  it.each<[string, number, string, string]>([
    [
      'the gateway turned it away at the door: 503',
      503,
      error('not_processed', 'overloaded'),
      'not_attempted overloaded',
    ],
    ['the gateway turned it away at the door: 429', 429, error('not_processed', 'often'), 'not_attempted often'],
    ['a proxy is busy', 503, '<html>Service Unavailable</html>', 'unknown server_error'],
    ['a proxy waited for too long', 504, '', 'unknown server_error'],
    ['the gateway broke', 500, error('server_error', 'internal'), 'unknown server_error'],
    ['not processed is said of a call that was', 500, error('not_processed', 'x'), 'unknown server_error'],
    ['the refusal is one that we do not know', 409, error('refused', 'full_moon'), 'unknown unreadable'],
    ['the answer is no JSON', 200, 'OK', 'unknown unreadable'],
    ['the answer is empty', 204, '', 'unknown unreadable'],
    ['somebody redirects', 307, '', 'unknown unreadable'],
    ['the place is not there', 404, 'Not Found', 'unknown unreadable'],
    [
      'the currency of the answer is none',
      200,
      JSON.stringify({ ...described(operation), currency: 'US$' }),
      'unknown unreadable',
    ],
    [
      'the amount is a JSON number',
      200,
      JSON.stringify({ ...described(operation), amount: 4250 }),
      'unknown unreadable',
    ],
    [
      'the answer is to another call',
      200,
      JSON.stringify(described(new PaymentOf().authorize())),
      'unknown unreadable',
    ],
    ['the answer is right', 200, JSON.stringify(described(operation)), 'ok 42.50 USD'],
  ])('when %s', async (_name, status, text, outcome) => {
    expect(await run(await listening(answer(status, text)))).toBe(outcome);
  });

  it('sends an operation once and not again by itself', async () => {
    let requests = 0;
    const url = await listening((request, response) => {
      requests += 1;
      request.resume().on('end', () => response.writeHead(307, { location: '/elsewhere' }).end());
    });
    await run(url);
    expect(requests).toBe(1);
  });

  it.each<[string, number, string, string]>([
    ['the gateway says so', 404, error('not_found', 'no_such_operation'), 'not_found'],
    ['whoever answers is no gateway', 404, 'Not Found', 'unavailable status_404'],
    ['the gateway is busy', 503, error('not_processed', 'overloaded'), 'unavailable overloaded'],
    [
      'the answer is about another operation',
      200,
      JSON.stringify(described(new PaymentOf().authorize())),
      'unavailable status_200',
    ],
  ])('is not found only when %s', async (_name, status, text, found) => {
    expect(await lookUp(await listening(answer(status, text)))).toBe(found);
  });

  it('gives no payout lines rather than some', async () => {
    const url = await listening(answer(200, '{"lines":[{"id":"line_1"}],"more":false}'));
    const reading = collect(adapterTo(url).settlements(new Date(0)));
    await expect(reading).rejects.toThrow(SettlementsUnavailable);
  });
});
