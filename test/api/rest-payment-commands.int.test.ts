import { beforeEach, describe, expect, it } from '@jest/globals';
import { amountRefusals, paymentRefusals } from '../../src/api/payments/refusals.js';
import {
  type CommandRefusal,
  IdempotencyKeyExpired,
  IdempotencyKeyReused,
  PaymentsOff,
} from '../../src/saga/operate-payment.js';
import { seedPayment } from '../queries/payments/seed-payment.js';
import { idOf } from '../queries/read-database.js';
import type { Answer } from './api-under-test.js';
import { faultsByOpenApi } from './fits-openapi.js';
import { useReadSide } from './read-side.js';
import { PaymentScript, scriptedPayments } from './scripted-payments.js';

const side = useReadSide(...scriptedPayments);
const script = () => side().api.app.get(PaymentScript);
beforeEach(() => script().reset());

const order = '/api/v1/orders/{orderId}';
const usualHeaders = { 'content-type': 'application/json', 'idempotency-key': 'key-1' };

type Sent = { readonly body?: unknown; readonly headers?: Readonly<Record<string, string>>; readonly id?: string };

const post = (
  path: string,
  { body = { by: 'mai' }, headers = usualHeaders, id = idOf(1) }: Sent = {},
): Promise<Answer> =>
  side().api.send({
    url: path.replace('{orderId}', id),
    method: 'POST',
    headers,
    payload: typeof body === 'string' ? body : JSON.stringify(body),
  });

const refused = (refusal: CommandRefusal) => () =>
  ({ kind: 'refused', refusal, version: 9, status: 'Authorized' }) as const;

async function expectProblem(path: string, answer: Answer, problem: object): Promise<void> {
  expect(answer.body).toMatchObject(problem);
  expect(answer.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
  expect(await faultsByOpenApi(path, answer, 'post')).toEqual([]);
}

describe.each<[string, object, object]>([
  [`${order}/payment-method`, { token: 'tok_ok' }, { type: 'MethodGiven', method: { token: 'tok_ok' } }],
  [`${order}/payment/captures`, {}, { type: 'CaptureRequested', amount: null }],
  [`${order}/payment/voids`, {}, { type: 'VoidRequested' }],
  [`${order}/payment/refunds`, {}, { type: 'RefundRequested', amount: null }],
  [`${order}/payment/retries`, {}, { type: 'RetryRequested' }],
  [`${order}/payment/look-ups`, {}, { type: 'LookUpRequested' }],
])('POST %s', (path, fields, command) => {
  const body = { ...fields, by: 'mai' };

  it('answers 202 with what it started, and where the payment is', async () => {
    const answer = await post(path, { body, id: idOf(1).toUpperCase() });
    expect(answer.status).toBe(202);
    expect(answer.body).toEqual({ operationId: idOf(77), version: 8, status: 'Capturing' });
    expect(answer.headers.get('location')).toBe(`/api/v1/orders/${idOf(1)}/payment`);
    expect(answer.headers.get('etag')).toBe('"8"');
    expect(await faultsByOpenApi(path, answer, 'post')).toEqual([]);
    expect(script().operated).toMatchObject([{ orderId: idOf(1), command }]);
    expect(script().operated[0]?.request).toEqual({ key: 'key-1', actor: 'mai', expectedVersion: null });
  });

  it('is for the version that If-Match names', async () => {
    const asked = async (ifMatch: string) => {
      await post(path, { body, headers: { ...usualHeaders, 'if-match': ifMatch } });
      return script().operated.at(-1)?.request.expectedVersion;
    };
    expect(await asked('"7"')).toBe(7);
    expect(await asked('*')).toBeNull();
  });

  it('answers 400 and names each header that is missing or malformed', async () => {
    const headers = { 'content-type': 'application/json', 'if-match': 'W/"7"' };
    await expectProblem(path, await post(path, { body, headers }), {
      status: 400,
      errors: {
        'Idempotency-Key': ['must be given: it names the command, so that it is done once'],
        'If-Match': ['must be one version in double quotes, such as "7", or *'],
      },
    });
    const long = { ...usualHeaders, 'idempotency-key': 'k'.repeat(256) };
    await expectProblem(path, await post(path, { body, headers: long }), {
      ...{ status: 400, errors: { 'Idempotency-Key': ['must have at most 255 characters'] } },
    });
    expect(script().operated).toEqual([]);
  });

  it('answers 400 and names what of the body is wrong', async () => {
    const wrong: readonly (readonly [unknown, object])[] = [
      [{ ...fields }, { by: ['must be a string'] }],
      [{ ...body, by: '' }, { by: ['must not be empty'] }],
      [{ ...body, by: 7 }, { by: ['must be a string'] }],
      [{ ...body, status: 'Captured' }, { status: ['is not a parameter of this request'] }],
      [[], { body: ['must be a JSON object'] }],
      ['null', { body: ['must be a JSON object'] }],
    ];
    for (const [sent, errors] of wrong)
      await expectProblem(path, await post(path, { body: sent }), { status: 400, errors });
    for (const broken of ['{', '', '{"__proto__":{"by":"x"}}'])
      await expectProblem(path, await post(path, { body: broken }), { status: 400 });
    expect(script().operated).toEqual([]);
  });

  it('answers 400 for an id that is none, and for parameters', async () => {
    await expectProblem(path, await post(path, { body, id: 'abc' }), { errors: { orderId: ['must be a UUID'] } });
    const answer = await post(`${path}?force=1`, { body });
    await expectProblem(path, answer, { errors: { force: ['is not a parameter of this request'] } });
  });

  it('answers 415 to what a form could send', async () => {
    for (const type of ['application/x-www-form-urlencoded', 'text/plain'])
      await expectProblem(
        path,
        await post(path, { body: 'by=mai', headers: { ...usualHeaders, 'content-type': type } }),
        {
          status: 415,
        },
      );
    expect(script().operated).toEqual([]);
  });

  it('answers 404 where there is no order', async () => {
    script().answer = refused('OrderNotFound');
    const detail = `There is no order ${idOf(1)}`;
    await expectProblem(path, await post(path, { body }), { status: 404, detail, reason: 'OrderNotFound' });
  });

  it.each(paymentRefusals)('answers 409 where it is refused, with the reason %s', async (reason) => {
    script().answer = refused(reason);
    const problem = { status: 409, reason, version: 9, paymentStatus: 'Authorized' };
    await expectProblem(path, await post(path, { body }), problem);
  });

  it('answers 412 where the order has moved on', async () => {
    script().answer = refused('VersionConflict');
    const answer = await post(path, { body, headers: { ...usualHeaders, 'if-match': '"7"' } });
    const detail = 'The order is at version 9, not 7';
    await expectProblem(path, answer, { status: 412, detail, reason: 'VersionConflict', version: 9 });
  });

  it('answers 422 where the key names another command, and 409 where its answer is gone or payments are off', async () => {
    script().answer = () => {
      throw new IdempotencyKeyReused();
    };
    await expectProblem(path, await post(path, { body }), { status: 422, reason: 'IdempotencyKeyReused' });
    script().answer = () => {
      throw new IdempotencyKeyExpired();
    };
    await expectProblem(path, await post(path, { body }), { status: 409, reason: 'IdempotencyKeyExpired' });
    script().answer = () => {
      throw new PaymentsOff();
    };
    await expectProblem(path, await post(path, { body }), { status: 409, reason: 'PaymentsSwitchedOff' });
  });

  it('answers 500 and tells nothing where it fails', async () => {
    script().answer = () => {
      throw new Error('a secret');
    };
    const answer = await post(path, { body });
    expect(answer.body).toEqual({
      ...{ type: 'about:blank', title: 'Internal Server Error', status: 500 },
      instance: path.replace('{orderId}', idOf(1)),
    });
  });

  it('takes nothing but POST', async () => {
    const { status, headers } = await side().api.get(path.replace('{orderId}', idOf(1)));
    expect([status, headers.get('allow')]).toEqual([405, 'POST']);
  });
});

describe.each([`${order}/payment/captures`, `${order}/payment/refunds`])('an amount at POST %s', (path) => {
  const send = (fields: object) => post(path, { body: { ...fields, by: 'mai' } });

  it("is in the payment's currency, or in the one that it names", async () => {
    await seedPayment(side().tables, { order: { id: idOf(1) } });
    await send({ amount: '10.5' });
    await send({ amount: '10', currency: 'JPY' });
    expect(script().operated.map(({ command }) => command)).toMatchObject([
      { amount: { minor: 1_050n, currency: 'USD' } },
      { amount: { minor: 10n, currency: 'JPY' } },
    ]);
  });

  it.each(amountRefusals)('is refused with 409 and what would do: %s', async (reason) => {
    await seedPayment(side().tables, { order: { id: idOf(1) } });
    script().answer = refused(reason);
    const max = path.endsWith('captures') ? '42.50' : '0.00';
    await expectProblem(path, await send({ amount: '99' }), { status: 409, reason, max, currency: 'USD', version: 9 });
  });

  it.each<[object, object]>([
    [{ amount: '1.005' }, { amount: ['has more digits than USD has'] }],
    [{ amount: 1.5 }, { amount: ['must be a string'] }],
    [{ amount: '1e3' }, { amount: ['must be a decimal number as a string, such as "42.50"'] }],
    [{ amount: '-1' }, { amount: ['must be a decimal number as a string, such as "42.50"'] }],
    [{ amount: '9'.repeat(30) }, { amount: ['is too large'] }],
    [{ amount: '1', currency: 'XXX' }, { currency: ['must be an ISO 4217 currency code such as USD'] }],
    [{ currency: 'USD' }, { currency: ['must come with an amount'] }],
  ])('is refused with 400 where it is none: %j', async (fields, errors) => {
    await seedPayment(side().tables, { order: { id: idOf(1) } });
    await expectProblem(path, await send(fields), { status: 400, errors });
    expect(script().operated).toEqual([]);
  });
});

describe('a token', () => {
  const path = `${order}/payment-method`;
  const rule = "must be a token of the payment gateway's, never a card number";

  it.each(['4242424242424242', '4242 4242 4242 4242', '3782-822463-10005'])(
    'is never a card number, which is not repeated: %s',
    async (token) => {
      const answer = await post(path, { body: { token, by: 'mai' } });
      await expectProblem(path, answer, { status: 400, errors: { token: [rule] } });
      expect(answer.text).not.toContain(token);
      expect(script().operated).toEqual([]);
    },
  );

  it('is not repeated where it is no string, or stands in what is no JSON', async () => {
    const numeric = await post(path, { body: { token: 4_242_424_242_424_242, by: 'mai' } });
    await expectProblem(path, numeric, { status: 400, errors: { token: ['must be a string'] } });
    const broken = await post(path, { body: '{"token":4242424242424242"' });
    expect(broken.status).toBe(400);
    expect(numeric.text + broken.text).not.toContain('4242424242424242');
  });
});
