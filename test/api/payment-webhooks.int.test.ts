import { beforeEach, describe, expect, it } from '@jest/globals';
import { PaymentsOff } from '../../src/saga/operate-payment.js';
import { webhookReceipts, webhookRejections } from '../../src/saga/receive-webhook.js';
import type { Answer } from './api-under-test.js';
import { faultsByOpenApi } from './fits-openapi.js';
import { useReadSide } from './read-side.js';
import { PaymentScript, scriptedPayments } from './scripted-payments.js';

const side = useReadSide(...scriptedPayments);
const script = () => side().api.app.get(PaymentScript);
beforeEach(() => script().reset());

const path = '/api/v1/payment-webhooks';
const json = { 'content-type': 'application/json' };

async function send(body: Buffer | string, headers: Readonly<Record<string, string>> = json): Promise<Answer> {
  const answer = await fetch(`${side().api.url}${path}`, {
    method: 'POST',
    headers,
    body: new Uint8Array(Buffer.from(body)),
  });
  const text = await answer.text();
  return { status: answer.status, headers: answer.headers, text, body: JSON.parse(text) };
}

const received = () => Buffer.from(script().received.at(-1)?.rawBody ?? []);

describe(`POST ${path}`, () => {
  it.each(webhookReceipts)('answers 200 to what is %s', async (outcome) => {
    script().receipt = () => outcome;
    const answer = await send('{}');
    expect([answer.status, answer.body]).toEqual([200, { outcome }]);
    expect(await faultsByOpenApi(path, answer, 'post')).toEqual([]);
  });

  it.each(webhookRejections)('answers 400 with the reason where the webhook is not taken: %s', async (reason) => {
    script().receipt = () => reason;
    const answer = await send('{}');
    expect(answer.body).toMatchObject({ status: 400, reason, instance: path, detail: expect.any(String) });
    expect(answer.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
    expect(await faultsByOpenApi(path, answer, 'post')).toEqual([]);
  });

  it.each<[string, Buffer, Readonly<Record<string, string>>]>([
    ['JSON as it is spaced', Buffer.from('{ "a" : 1.0,\r\n "a": 2 }\n'), json],
    ['what is no JSON', Buffer.from('{'), json],
    ['what would reach for a prototype', Buffer.from('{"__proto__":{}}'), json],
    ['bytes that are no text', Buffer.from([0xff, 0x00, 0xfe]), { 'content-type': 'application/octet-stream' }],
    ['a form', Buffer.from('a=1&b=2'), { 'content-type': 'application/x-www-form-urlencoded' }],
    ['bytes of no type', Buffer.from('abc'), {}],
    ['nothing', Buffer.alloc(0), json],
  ])('hands on every byte: %s', async (_what, body, headers) => {
    expect((await send(body, headers)).status).toBe(200);
    expect(received().equals(body)).toBe(true);
  });

  it('hands on the headers', async () => {
    await send('{}', { ...json, 'Stripe-Signature': 't=1,v1=ab' });
    expect(script().received[0]?.headers).toMatchObject({ 'stripe-signature': 't=1,v1=ab' });
  });

  it('takes 256 KiB, and answers 413 to more', async () => {
    expect((await send(Buffer.alloc(256 * 1024, 'a'))).status).toBe(200);
    expect(received()).toHaveLength(256 * 1024);
    const answer = await send(Buffer.alloc(256 * 1024 + 1, 'a'));
    expect(answer.body).toMatchObject({ status: 413, title: 'Payload Too Large' });
    expect(await faultsByOpenApi(path, answer, 'post')).toEqual([]);
    expect(script().received).toHaveLength(1);
  });

  it('is not there where payments are off', async () => {
    script().receipt = () => {
      throw new PaymentsOff();
    };
    const answer = await send('{}');
    expect(answer.body).toMatchObject({ status: 404, detail: `There is nothing at ${path}` });
    expect(await faultsByOpenApi(path, answer, 'post')).toEqual([]);
  });

  it('answers 500 where it fails, so that it comes again, and tells nothing', async () => {
    script().receipt = () => {
      throw new Error('a secret');
    };
    const answer = await send('{}');
    expect(answer.body).toEqual({ type: 'about:blank', title: 'Internal Server Error', status: 500, instance: path });
  });

  it('takes nothing but POST, and leaves other routes their parsers and limits', async () => {
    const { api } = side();
    const wrong = await api.get(path);
    expect([wrong.status, wrong.headers.get('allow')]).toEqual([405, 'POST']);
    expect((await api.graphql('{ __typename }')).body).toEqual({ data: { __typename: 'Query' } });
    const large = await api.graphql(' '.repeat(150 * 1024));
    expect(large.status).toBe(413);
  });

  it('sends the headers of all answers', async () => {
    const { headers } = await send('{}');
    expect([headers.get('x-content-type-options'), headers.get('cache-control')]).toEqual(['nosniff', 'no-store']);
  });
});
