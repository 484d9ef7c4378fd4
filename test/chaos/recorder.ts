import { createHash } from 'node:crypto';
import type { Delivery } from '../../src/broker/broker.js';

/** A command as it first arrived. */
export type Arrival = {
  readonly orderId: string;
  /** Of the body's bytes. */
  readonly hash: string;
  /** Among all arrivals. */
  readonly place: number;
};

export const hashOf = (body: Buffer | string): string => createHash('sha256').update(body).digest('base64url');

type Envelope = { readonly message?: { readonly orderId?: unknown } };

/** Everything that the service tells its neighbours, as it arrives. */
export class Recorder {
  /** By message id. */
  readonly arrivals = new Map<string, Arrival>();
  /** Messages that came again although nothing on this side asked for it. */
  repeats = 0;
  /** Ids under which other bytes came the second time. */
  readonly altered = new Set<string>();

  receive({ message, redelivered, acknowledge }: Delivery): void {
    const messageId = message.messageId ?? '';
    const hash = hashOf(message.body);
    const known = this.arrivals.get(messageId);
    if (known === undefined) {
      const envelope = JSON.parse(message.body.toString()) as Envelope;
      const orderId = String(envelope.message?.orderId);
      this.arrivals.set(messageId, { orderId, hash, place: this.arrivals.size });
    } else {
      // What our own connection lost before the acknowledgement is no doing of the service.
      if (!redelivered) this.repeats += 1;
      if (known.hash !== hash) this.altered.add(messageId);
    }
    acknowledge();
  }
}
