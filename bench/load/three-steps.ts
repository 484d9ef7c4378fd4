import { massTransit } from '../../demo/neighbours/masstransit.js';
import { newTraceId, uuidV7 } from '../../demo/neighbours/random.js';
import { exchangeOf } from '../../demo/neighbours/wire.js';
import type { BrokerMessage } from '../../src/broker/broker.js';

/** The life that is measured: each event is answered by one command. */
export const steps = [
  { event: 'UserCheckedOutIntegrationEvent', from: 'Ordering', command: 'PlaceOrderCommand' },
  { event: 'BasketDeletedCompleteIntegrationEvent', from: 'Basket', command: 'DeleteBasketCompleteCommand' },
  { event: 'OrderStatusChangedToCompleteIntegrationEvent', from: 'Ordering', command: 'CompleteOrderCommand' },
] as const;

/** An event as it goes over the broker. */
export type EventMessage = BrokerMessage & { readonly messageId: string; readonly exchange: string };

/**
 * The three events of a new order, byte for byte as its neighbours send them.
 * @param paymentMethod a token of the gateway's; null for a checkout that names none
 */
export function threeSteps(paymentMethod: string | null = null): readonly EventMessage[] {
  const [orderId, conversationId, traceId] = [uuidV7(), uuidV7(), newTraceId()];
  const total = { wire: '42.50', as: 'string', exact: '42.50' } as const;
  const customer = { fullName: 'Mai Tran', email: 'mai.tran@example.test', paymentMethod };
  const claim = { orderId, basketId: uuidV7(), ...customer, total };
  const sentAt = new Date();
  return steps.map(({ event, from }) => {
    const messageId = uuidV7();
    const message = massTransit.encode({ name: event, from, messageId, conversationId, traceId, claim, sentAt });
    return { ...message, messageId, exchange: exchangeOf(event) };
  });
}

/**
 * The events of so many orders, each order's in order and `gap` other orders apart, as they come from many customers at once:
 * side by side, an order's events would be folded into one write.
 */
export function* interleaved(
  orders: number,
  gap: number,
  paymentMethod: string | null = null,
): Generator<EventMessage> {
  const underWay = new Map<number, readonly EventMessage[]>();
  const last = gap * (steps.length - 1);
  for (let turn = 0; turn < orders + last; turn += 1) {
    if (turn < orders) underWay.set(turn, threeSteps(paymentMethod));
    for (const step of steps.keys()) {
      const message = underWay.get(turn - step * gap)?.[step];
      if (message !== undefined) yield message;
    }
    underWay.delete(turn - last);
  }
}
