import type { BrokerMessage, Destination } from '../broker.js';

/** A message on its way, and the promise of whoever published it. */
export type Outgoing = {
  readonly destination: string;
  readonly exchange: string;
  readonly routingKey: string;
  /** It comes back if no queue takes it. */
  readonly mandatory: boolean;
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
  const promise = { message, resolve, reject };
  return 'exchange' in to
    ? {
        destination: to.exchange,
        exchange: to.exchange,
        routingKey: '',
        mandatory: to.mayGoUnheard !== true,
        ...promise,
      }
    : { destination: to.queue, exchange: '', routingKey: to.queue, mandatory: true, ...promise };
}
