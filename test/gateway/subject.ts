import type { PaymentGateway } from '../../src/gateway/payment-gateway.js';
import { SimulatedGateway } from '../../src/gateway/simulated/simulated-gateway.js';
import { StripeGateway } from '../../src/gateway/stripe/stripe-gateway.js';
import { SystemClock } from '../../src/platform/clock.js';

type Reached = { readonly url: string; readonly webhookSecrets: readonly string[]; readonly deadlineMs: number };

/** An adapter under test, with the API that the gateway process has to speak for it. */
export type Subject = {
  readonly name: string;
  readonly as: 'simulated' | 'stripe';
  readonly adapter: (reached: Reached) => PaymentGateway;
  /** What the gateway calls a method that there isn't. */
  readonly noSuchMethod: string;
};

export const simulated: Subject = {
  name: 'the simulated gateway',
  as: 'simulated',
  adapter: (reached) => new SimulatedGateway(reached, new SystemClock()),
  noSuchMethod: 'invalid_token',
};

export const secretKey = 'sk_test_double';

export const stripe: Subject = {
  name: 'Stripe',
  as: 'stripe',
  adapter: (reached) =>
    new StripeGateway({ ...reached, secretKey, returnUrl: 'https://shop.example/paid' }, new SystemClock()),
  noSuchMethod: 'resource_missing',
};
