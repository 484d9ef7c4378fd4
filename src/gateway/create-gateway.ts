import type { Clock } from '../platform/clock.js';
import { type BreakerSettings, CircuitBreaker } from './circuit-breaker.js';
import type { PaymentGateway } from './payment-gateway.js';
import { SimulatedGateway, type SimulatedSettings } from './simulated/simulated-gateway.js';
import type { StripeSettings } from './stripe/stripe-gateway.js';

export type GatewaySettings =
  ({ readonly gateway: 'simulated' } & SimulatedSettings) | ({ readonly gateway: 'stripe' } & StripeSettings);

/** Five in a row is no chance; with deadlines of seconds it's as long as workers should all hang. */
const breaker: BreakerSettings = { failures: 5, open: { firstMs: 1_000, capMs: 60_000 } };

/** The gateway that the settings name, behind a circuit breaker. */
export async function createGateway(settings: GatewaySettings, clock: Clock): Promise<PaymentGateway> {
  return new CircuitBreaker(await adapterFor(settings, clock), clock, breaker);
}

async function adapterFor(settings: GatewaySettings, clock: Clock): Promise<PaymentGateway> {
  if (settings.gateway === 'simulated') return new SimulatedGateway(settings, clock);
  // Stripe's SDK is large, and whoever doesn't use it shouldn't load it.
  const { StripeGateway } = await import('./stripe/stripe-gateway.js');
  return new StripeGateway(settings, clock);
}
