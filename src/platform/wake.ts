import { laneOf } from '../kernel/lane.js';
import type { MessageId, OrderId } from '../kernel/ids.js';

/** A message as a commit has left it: its row in `messages`, and its pointer's id in `outbox`. */
export type CommittedMessage = {
  readonly id: bigint;
  readonly orderId: OrderId;
  readonly sequence: number;
  readonly messageId: MessageId;
  readonly type: string;
  readonly destination: string;
  readonly contentType: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
};

/** Told of every commit that left something to relay. Cheap, and never waits: what it loses costs latency, not a message. */
export abstract class Wake {
  /** @param lanes the lanes that have something new */
  abstract ring(lanes: Iterable<number>): void;

  /**
   * The same with what is new, after its commit was answered; each order's messages in their sequence.
   * @param since when the commit began, monotonic in milliseconds
   */
  committed(messages: Iterable<CommittedMessage>, _since: number): void {
    const lanes = new Set(Array.from(messages, ({ orderId }) => laneOf(orderId)));
    if (lanes.size > 0) this.ring(lanes);
  }
}

/** Rung after every commit that left something to ask of the payment gateway at once; as cheap and as harmless to lose. */
export abstract class GatewayRing {
  abstract ring(): void;
}
