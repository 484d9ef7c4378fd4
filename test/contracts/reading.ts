import { createDecoder } from '../../src/contracts/decode-message.js';
import type { DecodeFault, IntegrationEvent, RawMessage } from '../../src/contracts/codec.js';
import { Currency } from '../../src/kernel/currency.js';
import type { Details } from '../../src/order/details.js';

export const decode = createDecoder({ format: 'masstransit', defaultCurrency: Currency('USD') });

/** The event that a message comes to; fails the test where it is refused. */
export function eventOf(raw: RawMessage): IntegrationEvent {
  const decoded = decode(raw);
  if (!decoded.ok) throw new Error(`Refused: ${decoded.fault.reason}: ${decoded.fault.detail}`);
  return decoded.event;
}

/** What a message claims of its order. */
export function claimOf(raw: RawMessage): Details {
  const { body } = eventOf(raw).input;
  return body.claim;
}

/** Why a message is refused; fails the test where it isn't. */
export function faultOf(raw: RawMessage): DecodeFault {
  const decoded = decode(raw);
  if (decoded.ok) throw new Error(`Read as ${decoded.event.type}`);
  return decoded.fault;
}
