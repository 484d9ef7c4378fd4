import { createDecoder } from '../../src/contracts/decode-message.js';
import { createEncoder } from '../../src/contracts/encode-command.js';
import { Currency } from '../../src/kernel/currency.js';
import { SystemClock } from '../../src/platform/clock.js';
import { UuidV7Ids } from '../../src/platform/ids.js';
import { decideSteps } from '../../src/store/decide-steps.js';
import { absentOrder, type OrderWrite, type StoredOrder } from '../../src/store/tables.js';
import { threeSteps } from '../load/three-steps.js';
import { BenchFailed } from '../part.js';

const codec = { format: 'masstransit', defaultCurrency: Currency('USD') } as const;

/** What the service writes for each step of an order, by its own decoder, decisions and encoder. */
export function sampleWrites(): readonly OrderWrite[] {
  const decode = createDecoder(codec);
  const rules = {
    policy: { maxAttempts: 3, retryTimeoutMs: 1_800_000, checkoutWaitMs: 86_400_000, currency: codec.defaultCurrency },
    payments: null,
    encode: createEncoder(codec),
    ids: new UuidV7Ids(),
    clock: new SystemClock(),
  };
  const writes: OrderWrite[] = [];
  let stored: StoredOrder = absentOrder;
  for (const message of threeSteps()) {
    const decoded = decode(message);
    if (!decoded.ok) throw new BenchFailed(decoded.fault.detail);
    const { orderId, input } = decoded.event;
    const { write } = decideSteps(orderId, stored, [{ orderId, input }], () => false, rules);
    if (write === null) throw new BenchFailed(`Nothing was decided on ${decoded.event.type}`);
    stored = write.order;
    writes.push(write);
  }
  return writes;
}
