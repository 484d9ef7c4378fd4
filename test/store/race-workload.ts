import { v7 } from 'uuid';
import { createDecoder } from '../../src/contracts/decode-message.js';
import type { OrderId } from '../../src/kernel/ids.js';
import type { Caused } from '../../src/order/cause.js';
import type { IntegrationInput } from '../../src/order/input.js';
import type { TerminalStatus } from '../../src/order/state.js';
import { policy } from '../order/order-life.js';

/** A message as a neighbour sends it, in what JSON can carry to another process. */
export type WireDelivery = {
  readonly messageId: string;
  readonly contentType: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
};

export type Fate = {
  readonly messages: readonly string[];
  readonly email: string | null;
  /** Where the order may come to rest; with two answers that contradict each other, the first to arrive decides. */
  readonly ends: readonly ('Placed' | TerminalStatus)[];
};

export type RacedOrder = {
  readonly orderId: OrderId;
  readonly fate: Fate;
  readonly inputs: ReadonlyMap<string, Caused<IntegrationInput>>;
};

const mail = 'mai.tran@example.test';
const checkout = 'UserCheckedOutIntegrationEvent';
const deleted = 'BasketDeletedCompleteIntegrationEvent';
const notDeleted = 'BasketDeletedFailedIntegrationEvent';
const completed = 'OrderStatusChangedToCompleteIntegrationEvent';
const cancelled = 'OrderStatusChangedToCancelIntegrationEvent';

const fates: readonly Fate[] = [
  { messages: [checkout, deleted, completed], email: mail, ends: ['Completed'] },
  { messages: [checkout, deleted, cancelled], email: mail, ends: ['Cancelled'] },
  { messages: [checkout, deleted, completed], email: null, ends: ['Completed'] },
  { messages: [checkout, notDeleted], email: mail, ends: ['Failed'] },
  { messages: [checkout, deleted], email: mail, ends: ['Placed'] },
  { messages: [checkout], email: mail, ends: ['Placed'] },
  { messages: [checkout, completed, cancelled], email: mail, ends: ['Completed', 'Cancelled'] },
  { messages: [checkout, deleted, notDeleted], email: mail, ends: ['Placed', 'Failed'] },
];

const decode = createDecoder({ format: 'masstransit', defaultCurrency: policy.currency });

/** So many deliveries in all: orders of every fate, about three in ten of the deliveries being of messages that come again. */
export function raceWorkload(total: number): {
  readonly orders: readonly RacedOrder[];
  readonly deliveries: readonly WireDelivery[];
} {
  const orders: RacedOrder[] = [];
  const deliveries: WireDelivery[] = [];
  for (let index = 0; deliveries.length < total; index += 1) {
    const fate = fates[index % fates.length];
    if (fate === undefined) throw new Error('There is a fate for every index');
    const orderId = v7();
    const sent = fate.messages.map((type) => messageOf(type, orderId, fate.email));
    const again = sent.filter((_one, place) => (index + place) % 7 < 3);
    orders.push(racedOrder(fate, sent));
    deliveries.push(...sent, ...again);
  }
  return { orders, deliveries };
}

function racedOrder(fate: Fate, sent: readonly WireDelivery[]): RacedOrder {
  const events = sent.map((message) => {
    const decoded = decode({ ...message, body: Buffer.from(message.body) });
    if (!decoded.ok) throw new Error(decoded.fault.detail);
    return decoded.event;
  });
  const [first] = events;
  if (first === undefined) throw new Error('Every fate has messages');
  return {
    orderId: first.orderId,
    fate,
    inputs: new Map(events.map(({ input }) => [input.cause.messageId, input])),
  };
}

function messageOf(type: string, orderId: string, email: string | null): WireDelivery {
  const messageId = v7();
  const message = { orderId, basketId: v7(), fullName: 'Mai Tran', email, totalMoney: '42.50', id: v7() };
  const envelope = {
    messageId,
    conversationId: v7(),
    sourceAddress: 'rabbitmq://localhost/neighbour',
    messageType: [`urn:message:BookWorm.Contracts:${type}`],
    message,
  };
  return { messageId, contentType: 'application/vnd.masstransit+json', headers: {}, body: JSON.stringify(envelope) };
}
