import { afterEach, describe, expect, it } from '@jest/globals';
import { SettlementsUnavailable } from '../../src/gateway/payment-gateway.js';
import type { Operation } from '../../src/payment/operation.js';
import { collect } from './collect.js';
import { inWords, lookUpInWords } from './in-words.js';
import { answer, Listening } from './listening.js';
import { PaymentOf } from './payment-of.js';
import { simulated } from './subject.js';

const described = ({ operationId, orderId, kind }: Operation) => ({
  ...{ id: 'aut_1', key: operationId, order: orderId, kind, status: 'succeeded', amount: '4250', currency: 'USD' },
  ...{ capture_before: null, fee: null, action: null, code: null },
});
const error = (type: string, code: string) => JSON.stringify({ error: { type, code } });

describe('a simulated gateway that does not answer as it should', () => {
  const listening = new Listening();
  const operation = new PaymentOf().authorize();

  afterEach(() => listening.close());

  const adapterTo = (url: string) => simulated.adapter({ url, webhookSecrets: [], deadlineMs: 20_000 });

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
    const url = await listening.to(answer(status, text));
    expect(inWords(await adapterTo(url).run(operation))).toBe(outcome);
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
    const url = await listening.to(answer(status, text));
    expect(lookUpInWords(await adapterTo(url).lookUp({ by: 'operation', operation }))).toBe(found);
  });

  it('gives no payout lines rather than some', async () => {
    const url = await listening.to(answer(200, '{"lines":[{"id":"line_1"}],"more":false}'));
    const reading = collect(adapterTo(url).settlements(new Date(0)));
    await expect(reading).rejects.toThrow(SettlementsUnavailable);
  });
});
