import type { BrokerMessage, Destination } from '../broker.js';

/** A message on its way, and the promise of whoever published it. */
export type Outgoing = {
  readonly destination: string;
  readonly exchange: string;
  readonly routingKey: string;
  readonly message: BrokerMessage;
  resolve(): void;
  reject(error: Error): void;
};

/** A queue is reached through the default exchange, whose routing key is the queue's name. */
export function outgoing(
  to: Destination,
  message: BrokerMessage,
  { resolve, reject }: Pick<Outgoing, 'resolve' | 'reject'>,
): Outgoing {
  return 'exchange' in to
    ? { destination: to.exchange, exchange: to.exchange, routingKey: '', message, resolve, reject }
    : { destination: to.queue, exchange: '', routingKey: to.queue, message, resolve, reject };
}
