import type { BrokerMessage, Destination } from '../broker.js';

/** A message on its way, and the promise of whoever published it. */
export type Outgoing = {
  readonly destination: Destination;
  /** The exchange whose queues receive it as well. */
  readonly base: string | null;
  readonly message: BrokerMessage;
  resolve(): void;
  reject(error: Error): void;
};

export function nameOf(destination: Destination): string {
  return 'exchange' in destination ? destination.exchange : destination.queue;
}
