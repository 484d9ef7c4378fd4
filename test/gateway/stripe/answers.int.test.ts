import { afterEach, describe, expect, it } from '@jest/globals';
import type { Operation } from '../../../src/payment/operation.js';
import { inWords, lookUpInWords } from '../in-words.js';
import { answer, Listening } from '../listening.js';
import { PaymentOf } from '../payment-of.js';
import { stripe } from '../subject.js';
import { chargeOf, intentOf, refundOf } from './objects.js';

type Case = readonly [name: string, status: number, body: unknown, outcome: string];

const payment = new PaymentOf();
const authorize = payment.authorize();
const capture = payment.capture('pi_1');
const release = payment.void('pi_1');
const refund = payment.refund('ch_1');
const invalid = (code: string, more: object = {}) => ({ error: { type: 'invalid_request_error', code, ...more } });
const unexpected = (more: object) =>
  invalid('payment_intent_unexpected_state', { payment_intent: intentOf(authorize, more) });
const captured = (more: object = {}) =>
  intentOf(authorize, {
    status: 'succeeded',
    amount_received: 4250,
    metadata: { order_id: capture.orderId, capture_operation_id: capture.operationId },
    ...more,
  });
const otherCapture = { order_id: capture.orderId, capture_operation_id: payment.capture('pi_1').operationId };
const line = (currency: string) => ({
  ...{ id: 'txn_1', amount: 4250, fee: 153, net: 4097, currency, available_on: 1, type: 'charge' },
  ...{ reporting_category: 'charge', source: 'ch_1' },
});

const authorizations: readonly Case[] = [
  ['it holds', 200, intentOf(authorize), 'ok 42.50 USD'],
  ['the customer has to confirm', 200, intentOf(authorize, { status: 'requires_action' }), 'pending'],
  [
    'the customer has to go somewhere',
    200,
    intentOf(authorize, {
      status: 'requires_action',
      next_action: { redirect_to_url: { url: 'https://bank.example' } },
    }),
    'pending with action',
  ],
  ['it takes its time', 200, intentOf(authorize, { status: 'processing', latest_charge: null }), 'pending'],
  ['it stands in a way that is new', 200, intentOf(authorize, { status: 'requires_luck' }), 'unknown unreadable'],
  ['its charge is not shown', 200, intentOf(authorize, { latest_charge: 'ch_1' }), 'unknown unreadable'],
  [
    'its charge has failed',
    200,
    intentOf(authorize, { latest_charge: chargeOf(authorize, { status: 'failed' }) }),
    'unknown unreadable',
  ],
  [
    'its amount is in a currency of nobody',
    200,
    intentOf(authorize, { latest_charge: chargeOf(authorize, { currency: 'gems' }) }),
    'unknown unreadable',
  ],
  [
    'its amount is no whole number',
    200,
    intentOf(authorize, { latest_charge: chargeOf(authorize, { amount: 42.5 }) }),
    'unknown unreadable',
  ],
  ['it is another operation', 200, intentOf(new PaymentOf().authorize()), 'unknown unreadable'],
  ['it is nothing', 200, {}, 'unknown unreadable'],
  [
    'the issuer advises never to try again',
    402,
    {
      error: {
        type: 'card_error',
        code: 'card_declined',
        decline_code: 'do_not_honor',
        advice_code: 'do_not_try_again',
      },
    },
    'declined do_not_honor never (do_not_honor)',
  ],
  [
    'the code is of the card itself',
    402,
    { error: { type: 'card_error', code: 'expired_card' } },
    'declined expired_method other_method (expired_card)',
  ],
  [
    'it is declined, and another operation',
    402,
    { error: { type: 'card_error', code: 'card_declined', payment_intent: intentOf(new PaymentOf().authorize()) } },
    'unknown unreadable',
  ],
  ['somebody else wants money', 402, { error: { type: 'paywall' } }, 'unknown unreadable'],
  [
    'there is no such method',
    400,
    invalid('resource_missing', { param: 'payment_method' }),
    'declined invalid_method other_method (resource_missing)',
  ],
  [
    'the amount is too small',
    400,
    invalid('amount_too_small', { param: 'amount' }),
    'rejected invalid_request (amount_too_small)',
  ],
  [
    'the key has come with another request',
    400,
    { error: { type: 'idempotency_error' } },
    'rejected key_reused (idempotency_error)',
  ],
  [
    'the first try is still at work',
    409,
    { error: { type: 'idempotency_error', code: 'idempotency_key_in_use' } },
    'unknown timeout',
  ],
  ['our key is none', 401, { error: { type: 'invalid_request_error' } }, 'not_attempted not_authenticated'],
  ['our key may not do it', 403, { error: { type: 'invalid_request_error' } }, 'not_attempted not_permitted'],
  ['there are too many', 429, invalid('rate_limit'), 'not_attempted rate_limit'],
  ['somebody else is at it', 429, invalid('lock_timeout'), 'not_attempted lock_timeout'],
  ['a proxy has too many', 429, { error: { type: 'proxy' } }, 'unknown unreadable'],
  ['a proxy has too many, and says it in a page', 429, '<html>', 'unknown unreadable'],
  ['Stripe broke', 500, { error: { type: 'api_error' } }, 'unknown server_error'],
  ['a proxy is busy', 503, '<html>', 'unknown server_error'],
  ['a proxy refuses', 400, { error: 'Bad Request' }, 'unknown unreadable'],
];

const captures: readonly Case[] = [
  ['it is taken', 200, captured(), 'ok 42.50 USD'],
  ['it takes its time', 200, captured({ status: 'processing' }), 'pending'],
  ['somebody else has taken it', 200, captured({ metadata: {} }), 'unknown unreadable'],
  [
    'it was taken before',
    400,
    unexpected({ status: 'succeeded' }),
    'rejected already_captured (payment_intent_unexpected_state)',
  ],
  [
    'it was given up',
    400,
    unexpected({ status: 'canceled' }),
    'rejected already_voided (payment_intent_unexpected_state)',
  ],
  [
    'it was too late',
    400,
    unexpected({ status: 'canceled', cancellation_reason: 'automatic' }),
    'rejected expired (payment_intent_unexpected_state)',
  ],
  [
    'nothing is held yet',
    400,
    unexpected({ status: 'requires_action' }),
    'rejected unknown_reference (payment_intent_unexpected_state)',
  ],
  [
    'the charge has run out',
    400,
    invalid('charge_expired_for_capture'),
    'rejected expired (charge_expired_for_capture)',
  ],
  ['it is more than is held', 400, invalid('amount_too_large'), 'rejected amount_too_large (amount_too_large)'],
  ['there is no such intent', 404, invalid('resource_missing'), 'rejected unknown_reference (resource_missing)'],
];

const voids: readonly Case[] = [
  ['it is given up', 200, intentOf(authorize, { status: 'canceled' }), 'ok 42.50 USD'],
  ['nothing was held', 200, intentOf(authorize, { status: 'canceled', latest_charge: null }), 'ok 0.00 USD'],
  ['it is another intent', 200, intentOf(authorize, { id: 'pi_2', status: 'canceled' }), 'unknown unreadable'],
  ['it is not given up', 200, intentOf(authorize), 'unknown unreadable'],
];

const refunds: readonly Case[] = [
  ['it is done', 200, refundOf(refund), 'ok 42.50 USD'],
  ['it takes its time', 200, refundOf(refund, { status: 'pending' }), 'pending'],
  [
    'it failed at once',
    200,
    refundOf(refund, { status: 'failed', failure_reason: 'lost_or_stolen_card' }),
    'declined lost_or_stolen never (lost_or_stolen_card)',
  ],
  [
    'it failed at once, and is back',
    200,
    refundOf(refund, { status: 'failed', failure_reason: 'unknown', failure_balance_transaction: 'txn_1' }),
    'declined other later (unknown)',
  ],
  ['it is another refund', 200, refundOf(payment.refund('ch_1')), 'unknown unreadable'],
  ['nothing is left', 400, invalid('charge_already_refunded'), 'rejected already_refunded (charge_already_refunded)'],
  [
    'it is more than is left',
    400,
    { error: { type: 'invalid_request_error', param: 'amount' } },
    'rejected amount_too_large (invalid_request_error)',
  ],
];

describe('an answer of Stripe', () => {
  const listening = new Listening();
  afterEach(() => listening.close());

  const adapterTo = async (status: number, body: unknown) => {
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    return stripe.adapter({ url: await listening.to(answer(status, text)), webhookSecrets: [], deadlineMs: 20_000 });
  };

  describe.each<[string, Operation, readonly Case[]]>([
    ['authorization', authorize, authorizations],
    ['capture', capture, captures],
    ['void', release, voids],
    ['refund', refund, refunds],
  ])('to an %s', (_kind, operation, cases) => {
    it.each(cases)('when %s', async (_name, status, body, outcome) => {
      expect(inWords(await (await adapterTo(status, body)).run(operation))).toBe(outcome);
    });
  });

  it('says until when there is to be captured', async () => {
    const outcome = await (await adapterTo(200, intentOf(authorize))).run(authorize);
    expect(outcome).toMatchObject({ effect: { reference: 'pi_1', captureBefore: new Date('2026-03-07T12:00:00Z') } });
  });

  it.each([
    ['tells the fee where it is in the same currency', 'usd', { minor: 153n, currency: 'USD' }],
    ['tells no fee that is in another one', 'eur', undefined],
  ])('%s', async (_name, currency, fee) => {
    const latest_charge = chargeOf(authorize, { balance_transaction: line(currency) });
    const outcome = await (await adapterTo(200, captured({ latest_charge }))).run(capture);
    expect(outcome).toMatchObject({ kind: 'ok', effect: { reference: 'ch_1' } });
    expect(outcome.kind === 'ok' && outcome.effect.fee).toEqual(fee);
  });

  it.each<[string, Operation, number, unknown, string]>([
    ['the intent is gone', capture, 404, invalid('resource_missing'), 'not_found'],
    ['nobody has captured', capture, 200, intentOf(authorize), 'not_found'],
    ['somebody else has captured', capture, 200, captured({ metadata: {} }), 'not_found'],
    ['another operation has captured', capture, 200, captured({ metadata: otherCapture }), 'not_found'],
    ['nobody has cancelled', release, 200, intentOf(authorize), 'not_found'],
    [
      'it has run out before it was cancelled',
      release,
      200,
      intentOf(authorize, { status: 'canceled', cancellation_reason: 'automatic' }),
      'expired',
    ],
    ['there is no such refund', refund, 200, { object: 'list', data: [], has_more: false, url: '/' }, 'not_found'],
    ['a proxy knows nothing', capture, 404, 'Not Found', 'unavailable status_404'],
    ['what is answered is nothing', capture, 200, {}, 'unavailable unreadable'],
    [
      'our key is none',
      capture,
      401,
      { error: { type: 'invalid_request_error' } },
      'unavailable invalid_request_error',
    ],
  ])('to a look-up when %s', async (_name, operation, status, body, found) => {
    const gateway = await adapterTo(status, body);
    expect(lookUpInWords(await gateway.lookUp({ by: 'operation', operation }))).toBe(found);
  });
});
