import type { OrderId } from '../kernel/ids.js';
import type { Caused } from '../order/cause.js';
import type { OrderInput } from '../order/input.js';
import type { PaymentNews } from '../payment/input.js';
import type { CommandAnswer } from './operate-payment.js';

/** A message as it came from the broker, kept for the case that its input has to wait for the checkout. */
export type OriginalMessage = {
  readonly type: string;
  readonly source: string;
  readonly contentType: string | null;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
};

/** What moves an order or its payment. */
export type AnyInput = OrderInput | PaymentNews;

/** How a person's command is told from others, and what of the order they have seen; null: whatever it is. */
export type CommandRequest = {
  readonly key: string;
  readonly fingerprint: string;
  readonly expectedVersion: number | null;
};

/** One input of one order. `original` is there when a broker delivered it, `request` when a person asked for it. */
export type Step = {
  readonly orderId: OrderId;
  readonly input: Caused<AnyInput>;
  readonly original?: OriginalMessage | undefined;
  readonly request?: CommandRequest | undefined;
};

/** What became of an input. `duplicate`: the same message has been applied before. */
export type StepOutcome = 'advanced' | 'deferred' | 'ignored' | 'duplicate';

/** The write is not taken any more: the process is shutting down, and the broker will deliver again elsewhere. */
export class WriterClosed extends Error {
  readonly code = 'STORE.CLOSED';
  constructor() {
    super('The store is shutting down');
  }
}

/** The port to the store: decides and writes in one transaction. */
export abstract class OrderWriter {
  /**
   * Resolves after the commit. Faults of the database are retried inside; a rejection is the input's own fault.
   * @throws WriterClosed, and whatever the rules or the statement throw on this input alone
   */
  abstract advance(step: Step): Promise<StepOutcome>;

  /**
   * The same for a person's command. Its answer is stored under its key in the same transaction.
   * @returns null where the key has been executed before
   */
  abstract operate(step: Step & { readonly request: CommandRequest }): Promise<CommandAnswer | null>;
}
