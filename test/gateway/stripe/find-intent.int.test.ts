import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { StripeGateway } from '../../../src/gateway/stripe/stripe-gateway.js';
import { OperationId } from '../../../src/kernel/ids.js';
import type { Operation } from '../../../src/payment/operation.js';
import { HandClock } from '../hand-clock.js';
import { lookUpInWords } from '../in-words.js';
import { Listening } from '../listening.js';
import { PaymentOf } from '../payment-of.js';
import { secretKey } from '../subject.js';
import { intentOf } from './objects.js';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const beginning = Date.parse('2026-03-01T12:00:00Z');
const operationId = OperationId(
  `${beginning
    .toString(16)
    .padStart(12, '0')
    .replace(/(.{8})/, '$1-')}-7000-8000-000000000001`,
);

type Intents = readonly { readonly id: string }[];

describe('looking for the intent that an authorization made', () => {
  const listening = new Listening();
  let clock: HandClock;
  const operation: Operation = { ...new PaymentOf().authorize(), operationId };
  const ours = { ...intentOf(operation), id: 'pi_1' };
  let asked: URL[];
  let searchable: Intents;
  /** The newest first. */
  let listed: Intents;
  let gateway: StripeGateway;

  beforeEach(async () => {
    asked = [];
    clock = new HandClock();
    [searchable, listed] = [[], []];
    const url = await listening.to((request, response) => {
      const url = new URL(request.url ?? '', 'http://stripe.example');
      asked.push(url);
      response.end(JSON.stringify(answerTo(url)));
    });
    gateway = new StripeGateway({ url, secretKey, webhookSecrets: [], returnUrl: null, deadlineMs: 20_000 }, clock);
  });
  afterEach(() => listening.close());

  function answerTo({ pathname, searchParams }: URL): unknown {
    if (pathname.endsWith('/search')) return { object: 'search_result', data: searchable, has_more: false };
    if (pathname.endsWith('/pi_1')) return ours;
    const after = searchParams.get('starting_after');
    const from = after === null ? 0 : listed.findIndex(({ id }) => id === after) + 1;
    const end = from + Number(searchParams.get('limit'));
    return { object: 'list', data: listed.slice(from, end), has_more: listed.length > end, url: pathname };
  }

  async function lookUp(): Promise<string> {
    return lookUpInWords(await gateway.lookUp({ by: 'operation', operation }));
  }
  const listings = () => asked.filter(({ pathname }) => pathname === '/v1/payment_intents');
  const listedSince = () => Number(listings()[0]?.searchParams.get('created[gte]')) * 1000 - beginning;
  const others = (count: number): Intents =>
    Array.from({ length: count }, (_, index) => ({ ...ours, id: `pi_other_${index}`, metadata: {} }));

  it('asks the search first, by the operation in the metadata, and reads the intent anew', async () => {
    searchable = [{ ...ours, status: 'requires_action' } as { readonly id: string }];
    expect(await lookUp()).toBe('ok 42.50 USD');
    expect(asked[0]?.searchParams.get('query')).toBe(`metadata['operation_id']:'${operationId}'`);
    expect(listings()).toEqual([]);
  });

  it('reads the newest one by one where the search may not know them yet, from shortly before the operation', async () => {
    listed = [...others(250), ours];
    expect(await lookUp()).toBe('ok 42.50 USD');
    expect(listings()).toHaveLength(3);
    expect(listedSince()).toBe(-2 * minuteMs);
  });

  it('reads no further back than the search may lag', async () => {
    clock.advance(10 * hourMs);
    expect(await lookUp()).toBe('not_found');
    expect(listedSince()).toBe(8 * hourMs - 2 * minuteMs);
  });

  it('takes the word of the search alone once nothing new can have been made', async () => {
    clock.advance(27 * hourMs);
    expect(await lookUp()).toBe('not_found');
    expect(listings()).toEqual([]);
  });

  it('has learnt nothing where there are too many to be read', async () => {
    listed = others(5_001);
    expect(await lookUp()).toBe('unavailable too_many_intents');
    expect(listings()).toHaveLength(50);
  });
});
