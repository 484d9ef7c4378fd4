import { describe, expect, it } from '@jest/globals';
import { StripeGateway, stripeUrl } from '../../../src/gateway/stripe/stripe-gateway.js';
import type { Operation } from '../../../src/payment/operation.js';
import { SystemClock } from '../../../src/platform/clock.js';
import { inWords, lookUpInWords } from '../in-words.js';
import { PaymentOf, usd } from '../payment-of.js';
import { carryOut } from '../carry-out.js';

// Not among the tests of `npm test`: it needs an account at Stripe and a way to it, and what a machine without them would skip
// there shouldn't count as tested. `npm run stripe` runs it.

const secretKey = process.env['STRIPE_SECRET_KEY'] ?? '';
if (!secretKey.startsWith('sk_test_'))
  throw new Error('STRIPE_SECRET_KEY must be the secret key of a test mode (sk_test_…): this moves money');

describe('Stripe itself', () => {
  const settings = { url: stripeUrl, secretKey, webhookSecrets: [], deadlineMs: 30_000 };
  const clock = new SystemClock();
  const gateway = new StripeGateway({ ...settings, returnUrl: 'https://shop.example/paid' }, clock);
  const alone = new StripeGateway({ ...settings, returnUrl: null }, clock);

  const done = (operation: Operation) => carryOut(gateway, operation);
  const tried = async (operation: Operation) => inWords(await gateway.run(operation));
  const lookedUp = async (operation: Operation) => lookUpInWords(await gateway.lookUp({ by: 'operation', operation }));
  const card = (name: string) => new PaymentOf(`pm_card_${name}`);

  it('holds, captures in part, and gives back in parts', async () => {
    const payment = card('visa');
    const authorize = payment.authorize();
    const authorization = await done(authorize);
    expect([await lookedUp(authorize), await tried(authorize)]).toEqual(['ok 42.50 USD', 'ok 42.50 USD']);
    const capture = payment.capture(authorization, usd(4000n));
    expect(await lookedUp(capture)).toBe('not_found');
    const charge = await done(capture);
    expect(await lookedUp(capture)).toBe('ok 40.00 USD');
    const refund = payment.refund(charge, usd(1000n));
    expect(await tried(refund)).toBe('ok 10.00 USD');
    expect(await lookedUp(refund)).toBe('ok 10.00 USD');
    expect(await tried(payment.refund(charge, usd(3001n)))).toMatch(/^rejected amount_too_large/);
    expect(await tried(payment.capture(authorization))).toMatch(/^rejected already_captured/);
  });

  it('gives up what it holds', async () => {
    const payment = card('visa');
    const authorization = await done(payment.authorize());
    const release = payment.void(authorization);
    expect(await tried(release)).toBe('ok 42.50 USD');
    expect(await lookedUp(release)).toBe('ok 42.50 USD');
    expect(await tried(payment.capture(authorization))).toMatch(/^rejected already_voided/);
  });

  it.each([
    ['visa_chargeDeclined', 'declined other later (generic_decline)'],
    ['visa_chargeDeclinedInsufficientFunds', 'declined insufficient_funds later (insufficient_funds)'],
    ['visa_chargeDeclinedLostCard', 'declined lost_or_stolen never (lost_card)'],
    ['chargeDeclinedExpiredCard', 'declined expired_method other_method (expired_card)'],
    ['authenticationRequired', 'pending with action'],
    ['of_nobody', 'declined invalid_method other_method (resource_missing)'],
  ])('answers to pm_card_%s: %s', async (name, outcome) => {
    expect(await tried(card(name).authorize())).toBe(outcome);
  });

  it('declines whoever would have to be asked, where nobody can be', async () => {
    const outcome = await alone.run(card('authenticationRequired').authorize());
    expect(inWords(outcome)).toBe('declined other other_method (authentication_required)');
  });

  it('refuses a key that comes again with another request', async () => {
    const operation = card('visa').authorize();
    await done(operation);
    expect(await tried({ ...operation, amount: usd(5000n) })).toMatch(/^rejected key_reused/);
  });

  it('gives its payout lines', async () => {
    const since = new Date(clock.now().getTime() - 30 * 24 * 3_600_000);
    for await (const { gross, fee, net } of gateway.settlements(since)) expect(gross - fee).toBe(net);
  });
});
