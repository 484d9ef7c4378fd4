import type { BrokerMessage } from '../../../src/broker/broker.js';

/** One time that a message reached the neighbours. */
export type Arrival = { readonly handedAt: number; readonly at: number; readonly sender: string };

export type Heard = {
  readonly messageId: string;
  readonly exchange: string;
  readonly message: BrokerMessage;
  readonly arrivals: Arrival[];
  /** Whether a later arrival had other bytes. */
  differed: boolean;
};

/** What the neighbours heard, in the order in which they heard it first. */
export class Wire {
  readonly heard = new Map<string, Heard>();

  record(exchange: string, message: BrokerMessage, arrival: Arrival): void {
    const messageId = message.messageId ?? '';
    const known = this.heard.get(messageId);
    if (known === undefined) {
      this.heard.set(messageId, { messageId, exchange, message, arrivals: [arrival], differed: false });
      return;
    }
    known.arrivals.push(arrival);
    if (known.exchange !== exchange || !known.message.body.equals(message.body)) known.differed = true;
  }

  get repeats(): number {
    return [...this.heard.values()].reduce((sum, { arrivals }) => sum + arrivals.length - 1, 0);
  }
}
