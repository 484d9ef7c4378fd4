import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import Stripe from 'stripe';
import type { PaymentGateway } from '../../../src/gateway/payment-gateway.js';
import type { SettlementLine } from '../../../src/gateway/settlement-line.js';
import { StripeGateway } from '../../../src/gateway/stripe/stripe-gateway.js';
import type { Operation } from '../../../src/payment/operation.js';
import { SystemClock } from '../../../src/platform/clock.js';
import { eventually } from '../../tools/eventually.js';
import { collect } from '../collect.js';
import { inWords, lookUpInWords, truthInWords } from '../in-words.js';
import { PaymentOf, usd } from '../payment-of.js';
import { SimulatorProcess } from '../simulator-process.js';
import { secretKey, stripe } from '../subject.js';
import { carryOut } from '../carry-out.js';

const dayMs = 24 * 3_600_000;

describe('Stripe', () => {
  let simulator: SimulatorProcess;
  let gateway: PaymentGateway;
  /** Stripe's own client, with nothing of ours. */
  let sdk: Stripe;

  beforeAll(async () => {
    simulator = await SimulatorProcess.start('--as', 'stripe');
    gateway = stripe.adapter({ url: simulator.url, webhookSecrets: [], deadlineMs: 20_000 });
    const { hostname: host, port } = new URL(simulator.url);
    sdk = new Stripe(secretKey, { host, port, protocol: 'http', telemetry: false, maxNetworkRetries: 0 });
  });
  afterAll(() => simulator.stop());

  const done = (operation: Operation) => carryOut(gateway, operation);
  const tried = async (operation: Operation) => inWords(await gateway.run(operation));
  const truth = async ({ orderId }: PaymentOf) => truthInWords(await simulator.truth(orderId));
  const card = (name: string) => new PaymentOf(`pm_card_${name}`);

  describe('with its test cards', () => {
    it.each([
      ['visa', 'ok 42.50 USD'],
      ['mastercard', 'ok 42.50 USD'],
      ['visa_chargeDeclined', 'declined other later (generic_decline)'],
      ['visa_chargeDeclinedInsufficientFunds', 'declined insufficient_funds later (insufficient_funds)'],
      ['visa_chargeDeclinedLostCard', 'declined lost_or_stolen never (lost_card)'],
      ['chargeDeclinedExpiredCard', 'declined expired_method other_method (expired_card)'],
      ['chargeDeclinedIncorrectCvc', 'declined invalid_method other_method (incorrect_cvc)'],
      ['chargeDeclinedProcessingError', 'declined processing_error later (processing_error)'],
      ['authenticationRequired', 'pending with action'],
      ['of_nobody', 'declined invalid_method other_method (resource_missing)'],
    ])('pm_card_%s comes to %s', async (name, outcome) => {
      expect(await tried(card(name).authorize())).toBe(outcome);
    });

    it('declines whoever would have to be asked, where nobody can be', async () => {
      const settings = { url: simulator.url, secretKey, webhookSecrets: [], returnUrl: null, deadlineMs: 20_000 };
      const alone = new StripeGateway(settings, new SystemClock());
      const operation = card('authenticationRequired').authorize();
      expect(inWords(await alone.run(operation))).toBe('declined other other_method (authentication_required)');
      const found = await alone.lookUp({ by: 'operation', operation });
      expect(lookUpInWords(found)).toBe('declined other other_method (authentication_required)');
    });

    it('gives back what comes back days later', async () => {
      const payment = card('refundFail');
      const refund = payment.refund(await done(payment.capture(await done(payment.authorize()))));
      expect(await tried(refund)).toBe('ok 42.50 USD');
      await simulator.advance(3 * dayMs);
      const found = await gateway.lookUp({ by: 'operation', operation: refund });
      expect(lookUpInWords(found)).toBe('failed_later 42.50 USD (account_closed)');
    });
  });

  it('lets go what a partial capture leaves, and captures no second time', async () => {
    const payment = new PaymentOf();
    const authorization = await done(payment.authorize());
    expect(await tried(payment.capture(authorization, usd(4251n)))).toMatch(/^rejected amount_too_large/);
    expect(await tried(payment.capture(authorization, usd(1000n)))).toBe('ok 10.00 USD');
    expect(await tried(payment.capture(authorization, usd(1n)))).toMatch(/^rejected already_captured/);
    expect(await tried(payment.void(authorization))).toMatch(/^rejected already_captured/);
    expect(await truth(payment)).toEqual(['authorize 42.50 USD', 'capture 10.00 USD', 'release 32.50 USD']);
  });

  it('captures nothing that was given up', async () => {
    const payment = new PaymentOf();
    const authorization = await done(payment.authorize());
    await done(payment.void(authorization));
    expect(await tried(payment.void(authorization))).toMatch(/^rejected already_voided/);
    expect(await tried(payment.capture(authorization))).toMatch(/^rejected already_voided/);
  });

  it('lets a hold go after seven days', async () => {
    const operation = new PaymentOf().authorize();
    const reference = await done(operation);
    await simulator.advance(7 * dayMs);
    expect(lookUpInWords(await gateway.lookUp({ by: 'operation', operation }))).toBe('expired');
    expect(await tried(new PaymentOf().capture(reference))).toMatch(/^rejected expired/);
  });

  it('gives up a payment that its customer has not confirmed', async () => {
    const payment = card('authenticationRequired');
    const operation = payment.authorize();
    const outcome = await gateway.run(operation);
    if (outcome.kind !== 'pending' || outcome.reference === null) throw new Error(inWords(outcome));
    expect(await tried(payment.void(outcome.reference))).toBe('ok 0.00 USD');
    await simulator.advance(60_000);
    const found = await gateway.lookUp({ by: 'operation', operation });
    expect(lookUpInWords(found)).toBe('declined other never (canceled)');
  });

  it('gives back no more than it took', async () => {
    const payment = new PaymentOf();
    const charge = await done(payment.capture(await done(payment.authorize())));
    await done(payment.refund(charge, usd(4000n)));
    expect(await tried(payment.refund(charge, usd(251n)))).toMatch(/^rejected amount_too_large/);
    await done(payment.refund(charge, usd(250n)));
    expect(await tried(payment.refund(charge, usd(1n)))).toMatch(/^rejected already_refunded/);
    expect(await tried(payment.refund('ch_unheard_of'))).toMatch(/^rejected unknown_reference/);
  });

  it('finds what a reference names', async () => {
    const payment = new PaymentOf();
    const [authorize, found] = [payment.authorize(), [] as string[]];
    const authorization = await done(authorize);
    const capture = payment.capture(authorization);
    const charge = await done(capture);
    const refund = payment.refund(charge, usd(1000n));
    const names = [authorization, charge, await done(refund), 'pi_unheard_of', 'ch_unheard_of', 'void_1'];
    for (const reference of names) {
      const lookUp = await gateway.lookUp({ by: 'reference', reference });
      const whose = [authorize, capture, refund].find(
        ({ operationId }) => lookUp.kind === 'found' && lookUp.snapshot.operationId === operationId,
      );
      found.push(`${whose?.kind ?? '-'} ${lookUpInWords(lookUp)}`);
    }
    expect(found).toEqual([
      'authorize ok 42.50 USD',
      'capture ok 42.50 USD',
      'refund ok 10.00 USD',
      '- not_found',
      '- not_found',
      '- not_found',
    ]);
  });

  it('knows nobody without a key of its own', async () => {
    const settings = { url: simulator.url, webhookSecrets: [], returnUrl: null, deadlineMs: 20_000 };
    const stranger = new StripeGateway({ ...settings, secretKey: 'rk_live_of_somebody' }, new SystemClock());
    expect(inWords(await stranger.run(new PaymentOf().authorize()))).toBe('not_attempted not_authenticated');
  });

  describe('by idempotency keys', () => {
    const params = (amount: number): Stripe.PaymentIntentCreateParams => ({
      ...{ amount, currency: 'usd', payment_method: 'pm_card_visa', confirm: true, off_session: true },
      ...{ allowed_payment_method_types: ['card'], capture_method: 'manual' },
    });

    it('answers a repeated request as it did first, and says so', async () => {
      const idempotencyKey = new PaymentOf().orderId;
      const first = await sdk.paymentIntents.create(params(4250), { idempotencyKey });
      const again = await sdk.paymentIntents.create(params(4250), { idempotencyKey });
      expect(again.id).toBe(first.id);
      expect(again.lastResponse.headers['idempotent-replayed']).toBe('true');
    });

    it('refuses another request', async () => {
      const operation = new PaymentOf().authorize();
      await done(operation);
      expect(await tried({ ...operation, amount: usd(5000n) })).toMatch(/^rejected key_reused/);
    });

    it('keeps nothing of a request that is wrong in itself', async () => {
      const idempotencyKey = new PaymentOf().orderId;
      const wrong = sdk.paymentIntents.create(params(10), { idempotencyKey });
      await expect(wrong).rejects.toMatchObject({ code: 'amount_too_small', statusCode: 400 });
      await expect(sdk.paymentIntents.create(params(4250), { idempotencyKey })).resolves.toMatchObject({
        status: 'requires_capture',
        latest_charge: expect.stringMatching(/^ch_/),
      });
    });

    it('refuses a request while the first one is at work, and does it once', async () => {
      const payment = new PaymentOf('tok_authorize.webhook_first');
      const operation = payment.authorize();
      let heard = false;
      let letGo: () => void = () => {};
      const door = createServer((request, response) => {
        heard = true;
        request.resume();
        letGo = () => response.end();
      });
      await once(door.listen(0, '127.0.0.1'), 'listening');
      await simulator.tellTo(`http://127.0.0.1:${(door.address() as AddressInfo).port}`, ['whsec_slow']);
      const first = gateway.run(operation);
      await eventually(() => expect(heard).toBe(true));
      expect(await tried(operation)).toBe('unknown timeout');
      letGo();
      door.close();
      door.closeAllConnections();
      expect(inWords(await first)).toBe('ok 42.50 USD');
      expect(await truth(payment)).toEqual(['authorize 42.50 USD']);
    });

    it('forgets one after a day', async () => {
      const payment = new PaymentOf();
      const operation = payment.authorize();
      await done(operation);
      await simulator.advance(dayMs);
      await done(operation);
      expect(await truth(payment)).toEqual(['authorize 42.50 USD', 'authorize 42.50 USD']);
    });
  });

  it("signs what it tells so that Stripe's own SDK believes it", async () => {
    const heard: Stripe.Event[] = [];
    const door = createServer((request, response) => {
      const pieces: Buffer[] = [];
      request.on('data', (piece: Buffer) => pieces.push(piece));
      request.on('end', () => {
        const header = String(request.headers['stripe-signature']);
        heard.push(sdk.webhooks.constructEvent(Buffer.concat(pieces), header, 'whsec_sdk'));
        response.end();
      });
    });
    await once(door.listen(0, '127.0.0.1'), 'listening');
    await simulator.tellTo(`http://127.0.0.1:${(door.address() as AddressInfo).port}`, ['whsec_next', 'whsec_sdk']);
    const operation = new PaymentOf().authorize();
    await done(operation);
    // What earlier tests' payments had to tell may come as well.
    const ours = { metadata: expect.objectContaining({ operation_id: operation.operationId }) };
    for (const type of ['charge.succeeded', 'payment_intent.amount_capturable_updated'])
      await eventually(() =>
        expect(heard).toContainEqual(
          expect.objectContaining({ type, data: { object: expect.objectContaining(ours) } }),
        ),
      );
    const closed = once(door, 'close');
    door.close();
    door.closeAllConnections();
    await closed;
  });

  describe('pays out', () => {
    const since = new Date(0);
    const short = ({ category, gross, fee, net, currency }: SettlementLine) =>
      `${category} ${gross} - ${fee} = ${net} ${currency}`;

    async function linesOf(references: readonly string[]): Promise<readonly SettlementLine[]> {
      const lines = await collect(gateway.settlements(since));
      return lines.filter(({ reference }) => reference !== null && references.includes(reference));
    }

    it('what was captured, less the fee, and what went back and came back again', async () => {
      const payment = card('refundFail');
      const charge = await done(payment.capture(await done(payment.authorize())));
      const refund = await done(payment.refund(charge, usd(1000n)));
      await simulator.payOut();
      await simulator.advance(3 * dayMs);
      await simulator.payOut();
      const lines = await linesOf([charge, refund]);
      expect(lines.map(short)).toEqual([
        'capture 4250 - 153 = 4097 USD',
        'refund -1000 - 0 = -1000 USD',
        'refund_failure 1000 - 0 = 1000 USD',
      ]);
      expect(new Set(lines.map(({ payoutId }) => payoutId)).size).toBe(2);
      expect(await linesOf([charge, refund])).toEqual(lines);
    });

    it('more lines than one page holds', async () => {
      const references = await Promise.all(
        Array.from({ length: 120 }, async () => {
          const payment = new PaymentOf();
          return done(payment.capture(await done(payment.authorize())));
        }),
      );
      await simulator.payOut();
      const lines = await linesOf(references);
      expect(new Set(lines.map(({ reference }) => reference)).size).toBe(120);
      expect(lines).toHaveLength(120);
    });
  });
});
