import type { PaymentPolicy } from '../../../src/payment/policy.js';
import type { Chance } from '../engine/chance.js';
import type { GatewayTerms } from '../servers/gateway-server.js';
import type { Faults } from '../faults/faults.js';

/** How the payments of a run are set up: the policy's spans, all shorter than in service, and the gateway's terms. */
export type PaymentSettings = {
  readonly policy: PaymentPolicy;
  readonly terms: GatewayTerms;
  /** For how long a claimed task is nobody else's. */
  readonly leaseMs: number;
};

const weekMs = 7 * 86_400_000;
// A call can be that long on its way, with a frozen process at its beginning.
const keyMarginMs = 60_000;

export function drawPaymentSettings(chance: Chance, faults: Faults): PaymentSettings {
  const keyLifetimeMs = chance.pick([20_000, 120_000, 120_000]);
  return {
    policy: {
      methodDeadlineMs: chance.whole(1_500, 12_000),
      actionDeadlineMs: chance.whole(1_000, 8_000),
      expiryMarginMs: chance.pick([0, 300, 2_000]),
      maxRenewals: chance.whole(0, 2),
      declineRetryDelaysMs: chance.pick([[], [500], [300, 2_000]]),
      unreachedRetryDelaysMs: [200, 1_000, 3_000, 8_000],
      lookUpDelaysMs: [200, 800, 2_000, 5_000, 10_000, 15_000, 20_000],
      keyLifetimeMs,
      processingDelayMs: chance.whole(500, 4_000),
    },
    terms: {
      keepsKeysMs: keyLifetimeMs + keyMarginMs,
      holdMs: faults.has('holds that end soon') ? chance.between(3_000, 15_000) : weekMs,
      hasScruples: !faults.has('gateway without scruples'),
    },
    leaseMs: chance.pick([5_000, 10_000, 20_000]),
  };
}
