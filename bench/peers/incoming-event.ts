import type { ConsumeMessage } from 'amqplib';

/** The part of a neighbour's event that a step needs. */
export type IncomingEvent = {
  readonly messageId: string;
  /** Without its namespace. */
  readonly type: string;
  readonly orderId: string;
  readonly basketId: string;
  readonly fullName: string;
  readonly email: string;
};

type Envelope = { readonly message: Omit<IncomingEvent, 'messageId' | 'type'> };

/** Unchecked: the peers are spared what our decoder looks at. */
export function toIncomingEvent({ properties, fields, content }: ConsumeMessage): IncomingEvent {
  const { message } = JSON.parse(content.toString()) as Envelope;
  const { orderId, basketId, fullName, email } = message;
  const type = fields.exchange.slice(fields.exchange.lastIndexOf(':') + 1);
  return { messageId: String(properties.messageId), type, orderId, basketId, fullName, email };
}
