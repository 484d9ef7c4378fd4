import { afterEach, describe, expect, it } from '@jest/globals';
import { inWords, lookUpInWords } from './in-words.js';
import { Listening } from './listening.js';
import { PaymentOf } from './payment-of.js';
import { simulated, stripe } from './subject.js';

describe.each([simulated, stripe])('$name, where there is no answer', (subject) => {
  const listening = new Listening();
  const operation = new PaymentOf().authorize();
  const text = '{"id":"of no matter, since its end never comes"}';

  afterEach(() => listening.close());

  const adapterTo = (url: string, deadlineMs = 20_000) => subject.adapter({ url, webhookSecrets: [], deadlineMs });
  const run = async (url: string, deadlineMs?: number) => inWords(await adapterTo(url, deadlineMs).run(operation));
  const lookUp = async (url: string, deadlineMs?: number) =>
    lookUpInWords(await adapterTo(url, deadlineMs).lookUp({ by: 'operation', operation }));

  it('was not attempted where nobody listens', async () => {
    const url = await listening.to(() => {});
    await listening.close();
    expect([await run(url), await lookUp(url)]).toEqual(['not_attempted ECONNREFUSED', 'unavailable ECONNREFUSED']);
    // With an IPv4 and an IPv6 address it fails twice.
    expect(await run(url.replace('127.0.0.1', 'localhost'))).toBe('not_attempted ECONNREFUSED');
  });

  it('was not attempted where the name means nothing', async () => {
    expect(await run('http://gateway.invalid')).toMatch(/^not_attempted (ENOTFOUND|EAI_AGAIN)$/);
  });

  it('is unknown when the connection ends after the request', async () => {
    const url = await listening.to((request) => request.resume().on('end', () => request.socket.destroy()));
    expect([await run(url), await lookUp(url)]).toEqual(['unknown reset', 'unavailable reset']);
  });

  it('is unknown when the connection ends within the answer', async () => {
    const url = await listening.to((request, response) => {
      request.resume().on('end', () => {
        response.writeHead(200, { 'content-length': String(text.length) });
        response.write(text.slice(0, 20), () => request.socket.destroy());
      });
    });
    expect(await run(url)).toBe('unknown reset');
  });

  it('is unknown when the deadline passes, also within the answer', async () => {
    const silent = await listening.to((request, response) => {
      request.resume();
      if (request.method === 'GET') return;
      response.writeHead(200);
      response.write('{');
    });
    expect([await run(silent, 200), await lookUp(silent, 200)]).toEqual(['unknown timeout', 'unavailable timeout']);
  });

  it.each<[string, (socket: { destroy: () => void; resetAndDestroy: () => void }) => void]>([
    ['is closed', (socket) => socket.destroy()],
    ['is reset', (socket) => socket.resetAndDestroy()],
  ])('sends an operation once and not again by itself when the connection %s', async (_name, end) => {
    let requests = 0;
    const url = await listening.to((request) => {
      requests += 1;
      request.resume().on('end', () => end(request.socket));
    });
    expect(await run(url)).toBe('unknown reset');
    expect(requests).toBe(1);
  });

  it.each([307, 409, 500, 503])('sends an operation once and not again by itself at a %s', async (status) => {
    let requests = 0;
    const url = await listening.to((request, response) => {
      requests += 1;
      request.resume().on('end', () => response.writeHead(status, { location: '/elsewhere' }).end('{"error":{}}'));
    });
    expect(await run(url)).toMatch(/^unknown/);
    expect(requests).toBe(1);
  });
});
