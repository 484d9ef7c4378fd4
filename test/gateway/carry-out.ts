import type { PaymentGateway } from '../../src/gateway/payment-gateway.js';
import type { Operation } from '../../src/payment/operation.js';
import { inWords } from './in-words.js';

/** Has an operation done that has to go well. @returns what the gateway calls that which it made */
export async function carryOut(gateway: PaymentGateway, operation: Operation): Promise<string> {
  const outcome = await gateway.run(operation);
  if (outcome.kind !== 'ok') throw new Error(`Not the call that the test is about: ${inWords(outcome)}`);
  return outcome.effect.reference;
}
