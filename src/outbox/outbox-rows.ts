import type { MessageId, OrderId } from '../kernel/ids.js';
import type { Leases } from './lane-leases.js';

/** An unconfirmed message, as it will go out. */
export type OutboxRow = {
  readonly id: bigint;
  readonly lane: number;
  /** The fencing token that its lane was leased under when it was fetched, or taken. */
  readonly token: bigint;
  readonly orderId: OrderId;
  readonly sequence: number;
  readonly attempts: number;
  readonly messageId: MessageId;
  readonly type: string;
  readonly destination: string;
  readonly contentType: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
};

export type FailedPublish = {
  readonly row: OutboxRow;
  readonly error: string;
  /** Milliseconds until the next attempt; null: quarantine, with what follows it in its order. */
  readonly retryAfterMs: number | null;
};

export type FetchRequest = {
  readonly instance: string;
  readonly leases: Leases;
  /** Rows that are on their way and must not come again. */
  readonly inFlight: readonly bigint[];
  readonly limit: number;
};

/** The port to the outbox. */
export abstract class OutboxRows {
  /**
   * The oldest unconfirmed messages of lanes that are still leased under the given tokens, in commit order,
   * without those of an order behind a message that waits for its next attempt or is quarantined.
   */
  abstract fetch(request: FetchRequest): Promise<readonly OutboxRow[]>;
  /** The broker has confirmed these. */
  abstract remove(ids: readonly bigint[]): Promise<void>;
  abstract fail(failed: FailedPublish): Promise<void>;
}
