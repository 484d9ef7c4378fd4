import type { DecodeMessage, EncodeAnnouncement, EncodeCommand, MessageFormat } from '../../../src/contracts/codec.js';
import { createDecoder } from '../../../src/contracts/decode-message.js';
import { createAnnouncer, createEncoder } from '../../../src/contracts/encode-command.js';
import { Currency } from '../../../src/kernel/currency.js';
import type { Policy } from '../../../src/order/policy.js';
import type { Chance } from '../engine/chance.js';

/** How the service of a run is set up. */
export type Settings = {
  readonly policy: Policy;
  readonly encode: EncodeCommand;
  readonly announce: EncodeAnnouncement;
  readonly decode: DecodeMessage;
  readonly prefetch: number;
  readonly outboxMaxAttempts: number;
  readonly outboxSweepMs: number;
  readonly timerSweepMs: number;
};

const currency = Currency('USD');
const codecs = (['masstransit', 'cloudevents'] satisfies readonly MessageFormat[]).map((format) => ({
  encode: createEncoder({ format, defaultCurrency: currency }),
  announce: createAnnouncer({ format }),
  decode: createDecoder({ format, defaultCurrency: currency }),
}));

export function drawSettings(chance: Chance): Settings {
  return {
    ...chance.pick(codecs),
    policy: {
      maxAttempts: chance.whole(1, 4),
      retryTimeoutMs: chance.whole(1_000, 8_000),
      checkoutWaitMs: chance.whole(1_000, 10_000),
      currency,
    },
    prefetch: chance.pick([1, 3, 20, 500]),
    outboxMaxAttempts: chance.whole(1, 4),
    outboxSweepMs: 5_000,
    timerSweepMs: chance.pick([1_000, 2_000, 3_000]),
  };
}
