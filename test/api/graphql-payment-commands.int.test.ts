import { beforeEach, describe, expect, it } from '@jest/globals';
import { Currency } from '../../src/kernel/currency.js';
import { amountRefusals, paymentRefusals } from '../../src/api/payments/refusals.js';
import {
  type CommandRefusal,
  IdempotencyKeyExpired,
  IdempotencyKeyReused,
  PaymentsOff,
} from '../../src/saga/operate-payment.js';
import { wayTo } from '../payment/examples.js';
import { card, placed } from '../payment/payment-life.js';
import { seedPayment } from '../queries/payments/seed-payment.js';
import { idOf } from '../queries/read-database.js';
import { useReadSide } from './read-side.js';
import { PaymentScript, scriptedPayments } from './scripted-payments.js';

const side = useReadSide(...scriptedPayments);
const script = () => side().api.app.get(PaymentScript);
beforeEach(() => script().reset());

const inputs = {
  capturePayment: 'CapturePaymentInput',
  voidPayment: 'PaymentCommandInput',
  refundPayment: 'RefundPaymentInput',
  retryPayment: 'PaymentCommandInput',
  lookUpPayment: 'PaymentCommandInput',
  givePaymentMethod: 'GivePaymentMethodInput',
} as const;
type Mutation = keyof typeof inputs;

type Answer = {
  readonly data: Record<string, unknown> | null;
  readonly errors?: readonly { readonly message: string }[];
};

const fields = `__typename ... on PaymentCommandAccepted { operationId version status payment { status held } }
  ... on PaymentCommandError { message } ... on PaymentCommandRefused { reason version status }
  ... on VersionConflict { expected actual }`;
const amountFields = '... on AmountRefused { amountReason: reason max currency version status }';

async function command(mutation: Mutation, input: object = {}): Promise<Answer> {
  const more = mutation === 'capturePayment' || mutation === 'refundPayment' ? amountFields : '';
  const query = `mutation ($input: ${inputs[mutation]}!) { result: ${mutation}(input: $input) { ${fields} ${more} } }`;
  const full = { orderId: idOf(1), idempotencyKey: 'key-1', by: 'mai', ...input };
  return (await side().api.graphql(query, { input: full })).body as Answer;
}

const refused = (refusal: CommandRefusal) => () =>
  ({ kind: 'refused', refusal, version: 9, status: 'Authorized' }) as const;

describe('a mutation of a payment', () => {
  it('tells what it started, and the payment as it stands', async () => {
    await seedPayment(side().tables, { order: { id: idOf(1) }, amounts: { authorized: 4250, held: 4250 } });
    expect(await command('capturePayment')).toEqual({
      data: {
        result: {
          ...{ __typename: 'PaymentCommandAccepted', operationId: idOf(77), version: 8, status: 'CAPTURING' },
          payment: { status: 'AUTHORIZED', held: '42.50' },
        },
      },
    });
  });

  it.each<[Mutation, object, object]>([
    ['capturePayment', {}, { type: 'CaptureRequested', amount: null }],
    ['capturePayment', { amount: null, currency: null }, { type: 'CaptureRequested', amount: null }],
    ['voidPayment', {}, { type: 'VoidRequested' }],
    ['refundPayment', {}, { type: 'RefundRequested', amount: null }],
    ['retryPayment', {}, { type: 'RetryRequested' }],
    ['lookUpPayment', {}, { type: 'LookUpRequested' }],
    ['givePaymentMethod', { token: 'tok_ok' }, { type: 'MethodGiven', method: { token: 'tok_ok' } }],
  ])('hands on what is asked: %s %j', async (mutation, input, asked) => {
    await command(mutation, { ...input, orderId: idOf(1).toUpperCase(), expectedVersion: 7 });
    expect(script().operated).toMatchObject([{ orderId: idOf(1), command: asked }]);
    expect(script().operated[0]?.request).toEqual({ key: 'key-1', actor: 'mai', expectedVersion: 7 });
    await command(mutation, { ...input });
    expect(script().operated[1]?.request.expectedVersion).toBeNull();
  });

  it.each(paymentRefusals)('says that it is refused, and why: %s', async (reason) => {
    script().answer = refused(reason);
    const { data } = await command('voidPayment');
    const name = reason.replaceAll(/(?<=[a-z])(?=[A-Z])/g, '_').toUpperCase();
    expect(data?.['result']).toEqual({
      ...{ __typename: 'PaymentCommandRefused', reason: name, version: 9, status: 'AUTHORIZED' },
      message: expect.stringMatching(/^[A-Z].{10,}/),
    });
  });

  it.each(amountRefusals)('says which amount would do: %s', async (reason) => {
    script().answer = refused(reason);
    await seedPayment(side().tables, { order: { id: idOf(1) }, steps: wayTo.PartiallyCaptured });
    await seedPayment(side().tables, { order: { id: idOf(2) } });
    const of = { __typename: 'AmountRefused', version: 9, status: 'AUTHORIZED', currency: 'USD' };
    const amountReason = reason.replaceAll(/(?<=[a-z])(?=[A-Z])/g, '_').toUpperCase();
    const refund = await command('refundPayment', { amount: '99.00' });
    expect(refund.data?.['result']).toMatchObject({
      ...of,
      amountReason,
      max: '10.00',
      message: expect.stringContaining('10.00 USD'),
    });
    const capture = await command('capturePayment', { amount: '99.00', orderId: idOf(2) });
    expect(capture.data?.['result']).toMatchObject({ ...of, amountReason, max: '42.50' });
  });

  it('says that the order has moved on, that there is none, that the key is used, or that payments are off', async () => {
    script().answer = refused('VersionConflict');
    expect((await command('voidPayment', { expectedVersion: 7 })).data?.['result']).toEqual({
      ...{ __typename: 'VersionConflict', expected: 7, actual: 9, message: 'The order is at version 9, not 7' },
    });
    script().answer = refused('OrderNotFound');
    expect((await command('retryPayment')).data?.['result']).toMatchObject({ __typename: 'OrderNotFound' });
    script().answer = () => {
      throw new IdempotencyKeyReused();
    };
    expect((await command('lookUpPayment')).data?.['result']).toMatchObject({ __typename: 'IdempotencyKeyReused' });
    script().answer = () => {
      throw new IdempotencyKeyExpired();
    };
    expect((await command('lookUpPayment')).data?.['result']).toMatchObject({ __typename: 'IdempotencyKeyExpired' });
    script().answer = () => {
      throw new PaymentsOff();
    };
    expect((await command('givePaymentMethod', { token: 't' })).data?.['result']).toMatchObject({
      ...{ __typename: 'PaymentsSwitchedOff', message: 'Payments are switched off' },
    });
  });

  it('tells nothing of an error of our own', async () => {
    script().answer = () => {
      throw new Error('a secret');
    };
    expect(await command('voidPayment')).toMatchObject({ data: null, errors: [{ message: 'Internal server error' }] });
  });
});

describe('an amount', () => {
  const yen = { minor: 1_200n, currency: Currency('JPY') };
  const asked = () => script().operated.map(({ command }) => ('amount' in command ? command.amount : undefined));

  it("is in the payment's currency, with its scale", async () => {
    await seedPayment(side().tables, { order: { id: idOf(1) } });
    await seedPayment(side().tables, { order: { id: idOf(2) }, steps: [placed(card, yen)] });
    await command('capturePayment', { amount: '10.5' });
    await command('refundPayment', { amount: '1200', orderId: idOf(2) });
    expect(asked()).toEqual([{ minor: 1_050n, currency: 'USD' }, yen]);
  });

  it('may name its currency: whether that is right is for the payment to say', async () => {
    await command('capturePayment', { amount: '1.250', currency: 'KWD' });
    expect(asked()).toEqual([{ minor: 1_250n, currency: 'KWD' }]);
  });

  it('is taken to be in the default currency where there is no payment', async () => {
    script().answer = refused('OrderNotFound');
    expect((await command('refundPayment', { amount: '1.00' })).data?.['result']).toMatchObject({
      __typename: 'OrderNotFound',
    });
    expect(asked()).toEqual([{ minor: 100n, currency: 'USD' }]);
  });

  it.each<[string, object, string]>([
    ['amount', { amount: '1.005' }, 'has more digits than USD has'],
    ['amount', { amount: '1.5', currency: 'JPY' }, 'has more digits than JPY has'],
    ['amount', { amount: '1.2345', currency: 'KWD' }, 'has more digits than KWD has'],
    ['amount', { amount: '92233720368547758.08' }, 'is too large'],
    ['currency', { amount: '1', currency: 'usd' }, 'must be an ISO 4217 currency code such as USD'],
    ['currency', { currency: 'USD' }, 'must come with an amount'],
  ])('is refused by its name, and nothing is done: %s %j', async (field, input, rule) => {
    await seedPayment(side().tables, { order: { id: idOf(1) } });
    for (const mutation of ['capturePayment', 'refundPayment'] as const)
      expect(await command(mutation, input)).toMatchObject({
        errors: [{ message: `${field} ${rule}`, extensions: { code: 'BAD_USER_INPUT', faults: [{ field, rule }] } }],
      });
    expect(asked()).toEqual([]);
  });

  it.each([42.5, '-1', '+1', '1e3', 'NaN', '1,000.00', ' 1', '.5', '5.', '٣', ''])(
    'is a plain decimal string, never %j',
    async (amount) => {
      expect((await command('capturePayment', { amount })).errors).toMatchObject([
        { extensions: { code: 'BAD_USER_INPUT' } },
      ]);
      expect(asked()).toEqual([]);
    },
  );
});

describe('what is said besides', () => {
  it.each<[object, string]>([
    [{ idempotencyKey: '' }, 'idempotencyKey must not be empty'],
    [{ idempotencyKey: 'k'.repeat(256) }, 'idempotencyKey must have at most 255 characters'],
    [{ idempotencyKey: 'a b' }, 'idempotencyKey must be of printable ASCII characters without spaces'],
    [{ by: '' }, 'by must not be empty'],
  ])('is refused as the client knows it: %j', async (input, message) => {
    expect(await command('voidPayment', input)).toMatchObject({ errors: [{ message }] });
    expect(script().operated).toEqual([]);
  });
});

describe('a token', () => {
  const rule = "token must be a token of the payment gateway's, never a card number";

  it.each(['4242424242424242', '4242 4242 4242 4242', '3782-822463-10005', ' 4222222222222'])(
    'is never a card number, which is not repeated: %s',
    async (token) => {
      const answer = await command('givePaymentMethod', { token });
      expect(answer).toMatchObject({ errors: [{ message: rule }] });
      expect(JSON.stringify(answer)).not.toContain(token.trim());
      expect(script().operated).toEqual([]);
    },
  );

  it('is not repeated either where it comes as a number', async () => {
    const answer = await command('givePaymentMethod', { token: 4_242_424_242_424_242 });
    expect(answer).toMatchObject({ errors: [{ extensions: { code: 'BAD_USER_INPUT' } }] });
    expect(JSON.stringify(answer)).not.toContain('4242424242424242');
  });

  it.each<[string, string]>([
    ['', 'token must not be empty'],
    ['t'.repeat(256), 'token must have at most 255 characters'],
    ['a\u0000b', 'token must be of printable ASCII characters without spaces'],
  ])('has a form: %j', async (token, message) => {
    expect(await command('givePaymentMethod', { token })).toMatchObject({ errors: [{ message }] });
  });

  it('may have digits', async () => {
    await command('givePaymentMethod', { token: '4242424242424241' });
    expect(script().operated).toHaveLength(1);
  });
});
