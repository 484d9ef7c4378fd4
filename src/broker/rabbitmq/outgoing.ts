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
export function address(destination: Destination): Pick<Outgoing, 'destination' | 'exchange' | 'routingKey'> {
  return 'exchange' in destination
    ? { destination: destination.exchange, exchange: destination.exchange, routingKey: '' }
    : { destination: destination.queue, exchange: '', routingKey: destination.queue };
}
