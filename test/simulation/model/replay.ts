import { ownMessagePrefixes } from '../../../src/kernel/ids.js';
import { isPaymentEvent } from '../../../src/payment/record.js';
import type { WakeUp } from '../../../src/order/input.js';
import type { OrderRows } from '../store/rows.js';
import type { World } from '../world.js';
import { type ModelInput, OrderModel } from './order-model.js';

/**
 * The model after the inputs of an order in the order in which the service took them: who came first between two processes
 * is the service's to say, what follows from it is not.
 */
export function replay({ workload, settings }: World, rows: OrderRows): OrderModel {
  const model = new OrderModel(settings.policy.maxAttempts);
  const taken = new Set<string>();
  for (const { type, cause } of rows.events) {
    if (isPaymentEvent(type)) continue;
    const { messageId } = cause;
    if (taken.has(messageId)) continue;
    taken.add(messageId);
    // What a wait's end forgets may come again.
    if (type === 'CheckoutWaitExpired') for (const early of model.waiting) taken.delete(early.cause);
    const sent = workload.sent.get(messageId);
    const input: ModelInput | null =
      sent === undefined
        ? ownInput(type, messageId)
        : { type: sent.input, cause: messageId, said: sent.said, attempt: 0 };
    if (input !== null) model.apply(input);
  }
  return model;
}

const wakeUps: readonly string[] = ['TimeoutElapsed', 'CheckoutWaitElapsed'] satisfies readonly WakeUp['type'][];

/** What the service told itself: a timer, or that the payment has been declined for good. */
const ownInput = (type: string, messageId: string): ModelInput | null =>
  type === 'PaymentDeclined' ? { type, cause: messageId, said: null, attempt: 0 } : timerOf(messageId);

function timerOf(messageId: string): ModelInput | null {
  const [type = '', attempt = ''] = messageId.slice(ownMessagePrefixes.timer.length).split(':');
  if (!messageId.startsWith(ownMessagePrefixes.timer) || !wakeUps.includes(type)) return null;
  return { type: type as WakeUp['type'], cause: messageId, said: null, attempt: Number(attempt) };
}
