import { beforeEach, describe, expect, it } from '@jest/globals';
import Stripe from 'stripe';
import { StripeGateway } from '../../../src/gateway/stripe/stripe-gateway.js';
import { HandClock } from '../hand-clock.js';
import { disputeInWords, inWords } from '../in-words.js';
import { PaymentOf } from '../payment-of.js';
import { secretKey } from '../subject.js';
import { chargeOf, disputeOf, intentOf, refundOf } from './objects.js';

const secret = 'whsec_current';
const previous = 'whsec_previous';
const payment = new PaymentOf();
const authorize = payment.authorize();
const capture = payment.capture('pi_1');
const refund = payment.refund('ch_1');
const release = payment.void('pi_1');
const capturedBy = {
  order_id: capture.orderId,
  operation_id: authorize.operationId,
  capture_operation_id: capture.operationId,
};

const eventOf = (type: string, object: unknown, idempotency_key: string | null = null) =>
  JSON.stringify(
    {
      id: 'evt_1',
      object: 'event',
      created: 1_772_366_340,
      type,
      data: { object },
      request: { id: null, idempotency_key },
    },
    null,
    // Stripe sends it so, and a body that was read and written again is another one.
    2,
  );

describe('a webhook of Stripe', () => {
  const clock = new HandClock();
  let gateway: StripeGateway;

  beforeEach(() => {
    const settings = { url: 'http://127.0.0.1', secretKey, returnUrl: null, deadlineMs: 1 };
    gateway = new StripeGateway({ ...settings, webhookSecrets: [secret, previous] }, clock);
  });

  const now = () => Math.floor(clock.now().getTime() / 1000);
  /** As Stripe's own SDK signs for tests. */
  const signed = (payload: string, by = secret, timestamp = now()) =>
    Stripe.webhooks.generateTestHeaderString({ payload, secret: by, timestamp });

  const read = (payload: string, header = signed(payload)) =>
    gateway.readWebhook(Buffer.from(payload), { 'stripe-signature': header });

  function told(payload: string): string {
    const heard = read(payload);
    if (!heard.ok) return heard.reason;
    if (heard.event.kind === 'not_ours') return `not ours: ${heard.event.type}`;
    if (heard.event.kind === 'dispute') return disputeInWords(heard.event);
    const { operation, operationId, standing } = heard.event.snapshot;
    const whose =
      [authorize, capture, refund, release].find((one) => one.operationId === operationId)?.kind ?? operationId;
    return `${operation} by ${whose}: ${inWords(standing)}`;
  }

  it.each([
    ['of the current secret', secret],
    ['of the one before', previous],
  ])('counts with a signature of Stripe’s own SDK %s', (_name, by) => {
    const payload = eventOf('charge.succeeded', chargeOf(authorize));
    expect(read(payload, signed(payload, by))).toMatchObject({
      ok: true,
      eventId: 'evt_1',
      occurredAt: new Date('2026-03-01T11:59:00Z'),
      event: { snapshot: { orderId: payment.orderId, standing: { effect: { reference: 'pi_1' } } } },
    });
  });

  it.each<[string, (payload: string) => string, string]>([
    ['of another secret', (payload) => signed(payload, 'whsec_guessed'), 'no_match'],
    ['that is 301 seconds old', (payload) => signed(payload, secret, now() - 301), 'too_old'],
    ['that is 301 seconds ahead', (payload) => signed(payload, secret, now() + 301), 'too_new'],
    ['of a body that was read and written again', (payload) => signed(JSON.stringify(JSON.parse(payload))), 'no_match'],
    ['that is none', () => '', 'missing'],
  ])('does not count with a signature %s', (_name, header, reason) => {
    const payload = eventOf('charge.succeeded', chargeOf(authorize));
    expect(read(payload, header(payload))).toEqual({ ok: false, reason });
  });

  it.each<[string, string, string]>([
    ['money is held', eventOf('charge.succeeded', chargeOf(authorize)), 'authorize by authorize: ok 42.50 USD'],
    [
      'the customer has to confirm',
      eventOf(
        'payment_intent.requires_action',
        intentOf(authorize, { status: 'requires_action', latest_charge: null }),
      ),
      'authorize by authorize: pending',
    ],
    [
      'it is declined',
      eventOf(
        'payment_intent.payment_failed',
        intentOf(authorize, {
          status: 'requires_payment_method',
          latest_charge: 'ch_1',
          last_payment_error: { code: 'card_declined', decline_code: 'stolen_card' },
        }),
      ),
      'authorize by authorize: declined lost_or_stolen never (stolen_card)',
    ],
    [
      'money is taken',
      eventOf(
        'payment_intent.succeeded',
        intentOf(authorize, {
          status: 'succeeded',
          amount_received: 4000,
          latest_charge: 'ch_1',
          metadata: capturedBy,
        }),
      ),
      'capture by capture: ok 40.00 USD',
    ],
    [
      'taking it takes its time',
      eventOf('payment_intent.processing', intentOf(authorize, { status: 'processing', metadata: capturedBy })),
      'capture by capture: pending',
    ],
    [
      'taking it has failed',
      eventOf(
        'payment_intent.payment_failed',
        intentOf(authorize, { status: 'requires_payment_method', metadata: capturedBy }),
      ),
      'capture by capture: declined other later (generic_decline)',
    ],
    [
      'we have cancelled',
      eventOf('payment_intent.canceled', intentOf(authorize, { status: 'canceled' }), release.operationId),
      'void by void: ok 42.50 USD',
    ],
    [
      'somebody else has cancelled, in the dashboard',
      eventOf(
        'payment_intent.canceled',
        intentOf(authorize, { status: 'canceled', cancellation_reason: 'abandoned' }),
        'b7c1f6de-3f0a-4f0b-9a55-0d6f3a1c2e4b',
      ),
      'authorize by authorize: expired',
    ],
    [
      'it has run out',
      eventOf('payment_intent.canceled', intentOf(authorize, { status: 'canceled', cancellation_reason: 'automatic' })),
      'authorize by authorize: expired',
    ],
    ['a refund is done', eventOf('refund.updated', refundOf(refund)), 'refund by refund: ok 42.50 USD'],
    [
      'a refund has failed that had been done',
      eventOf(
        'refund.failed',
        refundOf(refund, {
          status: 'failed',
          failure_reason: 'expired_or_canceled_card',
          failure_balance_transaction: 'txn_1',
        }),
      ),
      'refund by refund: failed_later 42.50 USD (expired_or_canceled_card)',
    ],
    [
      'a refund has failed that had not',
      eventOf('refund.failed', refundOf(refund, { status: 'failed', failure_reason: 'declined' })),
      'refund by refund: declined do_not_honor later (declined)',
    ],
  ])('tells that %s', (_name, payload, words) => {
    expect(told(payload)).toBe(words);
  });

  const taken = { amount: -4250, fee: 1500, currency: 'usd' };
  const back = { amount: 4250, fee: -1500, currency: 'usd' };

  it.each<[string, string, Parameters<typeof disputeOf>[0], string]>([
    ['created', 'a dispute has taken money', {}, 'DisputeOpened of ch_1 by pi_1: 42.50 USD, fee 15.00 USD'],
    [
      'funds_withdrawn',
      'an inquiry has become a dispute',
      { status: 'under_review' },
      'DisputeOpened of ch_1 by pi_1: 42.50 USD, fee 15.00 USD',
    ],
    ['closed', 'it is lost', { status: 'lost' }, 'DisputeLost of ch_1 by pi_1: 42.50 USD, fee 15.00 USD'],
    [
      'closed',
      'it is won, and the money still on its way',
      { status: 'won' },
      'DisputeOpened of ch_1 by pi_1: 42.50 USD, fee 15.00 USD',
    ],
    [
      'funds_reinstated',
      'the money is back, with its fee',
      { status: 'won', balance_transactions: [taken, back] },
      'DisputeWon of ch_1 by pi_1: 42.50 USD, fee 15.00 USD, 15.00 USD of the fee back',
    ],
    [
      'funds_reinstated',
      'the money is back, without its fee',
      { status: 'won', balance_transactions: [taken, { ...back, fee: 0 }] },
      'DisputeWon of ch_1 by pi_1: 42.50 USD, fee 15.00 USD, 0.00 USD of the fee back',
    ],
    [
      'funds_reinstated',
      'some of it is back though it is lost',
      { status: 'lost', balance_transactions: [taken, { ...back, amount: 1000 }] },
      'DisputeLost of ch_1 by pi_1: 42.50 USD, fee 15.00 USD',
    ],
    [
      'created',
      'our balance is in another currency',
      { balance_transactions: [{ amount: -3900, fee: 1400, currency: 'eur' }] },
      'DisputeOpened of ch_1 by pi_1: 42.50 USD, fee 0.00 USD',
    ],
    ['created', 'a bank asks', { status: 'warning_needs_response', balance_transactions: [] }, 'not ours'],
    ['closed', 'a bank has asked enough', { status: 'warning_closed', balance_transactions: [] }, 'not ours'],
    ['closed', 'it was prevented', { status: 'prevented', balance_transactions: [] }, 'not ours'],
    ['created', 'a charge without an intent is disputed', { payment_intent: null }, 'not ours'],
    ['updated', 'evidence was handed in', {}, 'not ours'],
    ['created', 'what is no dispute', { object: 'charge' }, 'unreadable'],
  ])('tells by charge.dispute.%s that %s', (type, _name, said, words) => {
    const payload = eventOf(`charge.dispute.${type}`, disputeOf({ balance_transactions: [taken], ...said }));
    expect(told(payload).replace(/^(not ours): .*/, '$1')).toBe(words);
  });

  it.each<[string, string, string]>([
    ['a kind that is not known', eventOf('customer.tax_id.updated', {}), 'not ours: customer.tax_id.updated'],
    [
      'what another event tells better',
      eventOf('payment_intent.amount_capturable_updated', intentOf(authorize)),
      'not ours: payment_intent.amount_capturable_updated',
    ],
    [
      "somebody else's charge",
      eventOf('charge.succeeded', chargeOf(authorize, { metadata: {} })),
      'not ours: charge.succeeded',
    ],
    [
      'a charge that is captured as it is made',
      eventOf('charge.succeeded', chargeOf(authorize, { captured: true })),
      'not ours: charge.succeeded',
    ],
    [
      'a capture by hand, in the dashboard',
      eventOf('payment_intent.succeeded', intentOf(authorize, { status: 'succeeded', amount_received: 4250 })),
      'not ours: payment_intent.succeeded',
    ],
    [
      'an event of the second API',
      '{"id":"evt_1","object":"v2.core.event","type":"v1.billing.meter","created":1}',
      'not ours: v1.billing.meter',
    ],
    ['a charge that is no charge', eventOf('charge.succeeded', {}), 'unreadable'],
    ['an intent that is no intent', eventOf('payment_intent.succeeded', { id: 'pi_1' }), 'unreadable'],
    ['a refund that is no refund', eventOf('refund.updated', null), 'unreadable'],
    ['no event', '{}', 'unreadable'],
    ['no JSON', 'evt_1', 'unreadable'],
  ])('with %s is answered on purpose', (_name, payload, words) => {
    expect(told(payload)).toBe(words);
  });
});
