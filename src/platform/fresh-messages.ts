import type { MessageId, OrderId } from '../kernel/ids.js';
import { TransientMap } from './transient.js';

/** A message as its row in `messages` has it. */
export type FreshMessage = {
  readonly orderId: OrderId;
  readonly sequence: number;
  readonly messageId: MessageId;
  readonly type: string;
  readonly destination: string;
  readonly contentType: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Its text's bytes: beside the heap, where no collection has to copy them. */
  readonly body: Buffer;
};

/**
 * Messages whose rows this process has just committed, for the relay of the same process. It still publishes what its fetch of the outbox
 * brings, in that order, and under its leases; only the bytes needn't be read back. A row of `messages` never changes, so that what is
 * kept here is what stands there. What isn't here any more is read.
 */
export class FreshMessages {
  /** The oldest come first. */
  private readonly messages = new TransientMap<string, FreshMessage>();

  /** @param most messages at most; 0 where no relay runs */
  constructor(private readonly most: number) {}

  get isEmpty(): boolean {
    return this.messages.size === 0;
  }

  /** Call it after the commit alone: another process may have used the sequence number where there was none. */
  keep(message: Omit<FreshMessage, 'body'> & { readonly body: string }): void {
    if (this.most === 0) return;
    this.messages.set(placeOf(message), { ...message, body: Buffer.from(message.body) });
    if (this.messages.size <= this.most) return;
    const [oldest] = this.messages.keys();
    if (oldest !== undefined) this.messages.delete(oldest);
  }

  /** Undefined where it must be read. What didn't get out is read as well when its time has come. */
  take(place: Pick<FreshMessage, 'orderId' | 'sequence'>): FreshMessage | undefined {
    const key = placeOf(place);
    const message = this.messages.get(key);
    if (message !== undefined) this.messages.delete(key);
    return message;
  }

  /** For a fault of the database: a standby that took over may lack the last commits, and get other ones in their place. */
  clear(): void {
    this.messages.clear();
  }
}

/** A message's place among all: its order, and its number there. */
export const placeOf = ({ orderId, sequence }: Pick<FreshMessage, 'orderId' | 'sequence'>): string =>
  `${orderId}:${String(sequence)}`;
