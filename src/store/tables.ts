import type { MessageId, OrderId } from '../kernel/ids.js';
import type { Caused } from '../order/cause.js';
import type { Contact } from '../order/details.js';
import type { Decision, Wake } from '../order/decision.js';
import type { OrderEvent } from '../order/event.js';
import type { OrderState } from '../order/state.js';
import type { EncodedCommand } from '../contracts/codec.js';
import { noPayment, type PaymentState } from '../payment/state.js';
import type { CommandAnswer } from '../saga/operate-payment.js';
import type { CommandRequest, OriginalMessage } from '../saga/order-writer.js';
import type { PaymentProgress } from './payment-progress.js';

/** An order as it stands, at its version (0: not there). */
export type StoredOrder = {
  readonly version: number;
  readonly state: OrderState;
  readonly payment: PaymentState;
  readonly contactVersion: number | null;
  /** The sequence number of its last outgoing message. */
  readonly outSequence: number;
};

export const absentOrder: StoredOrder = {
  ...{ version: 0, state: { status: 'None' }, payment: noPayment, contactVersion: null, outSequence: 0 },
};

/** `known`: the order as this process wrote it last; `new`: that too, else that it isn't there yet. */
export type Guess = 'known' | 'new';

/** What is asked of the tables before deciding: the order, and which of these messages it has seen. */
export type ReadRequest = {
  readonly orderId: OrderId;
  readonly messageId: MessageId;
  /** What may be taken for known without a read; nothing where it's left out. See KnownOrders. */
  readonly guess?: Guess | undefined;
};

export type ReadAnswer = {
  readonly orders: ReadonlyMap<OrderId, StoredOrder>;
  readonly isApplied: (request: ReadRequest) => boolean;
};

export type NewEvent = { readonly version: number; readonly event: Caused<OrderEvent> };
export type NewContact = Contact & { readonly version: number };
export type NewMessage = {
  readonly sequence: number;
  readonly messageId: MessageId;
  readonly eventVersion: number;
  readonly encoded: EncodedCommand;
};
export type NewDeferred = {
  readonly messageId: MessageId;
  readonly version: number;
  readonly original: OriginalMessage;
};

/** The answer to a person's command, for repetitions of its key. */
export type NewAnswer = CommandRequest & { readonly answer: CommandAnswer };

/** All that one transaction does to one order. */
export type OrderWrite = {
  readonly orderId: OrderId;
  readonly expected: number;
  readonly order: StoredOrder;
  readonly becomesPlaced: boolean;
  readonly wake: Wake;
  readonly waiting: Decision['waiting'];
  /** How many messages the end of a wait sends to the dead letters. */
  readonly expired: number;
  readonly events: readonly NewEvent[];
  readonly contacts: readonly NewContact[];
  readonly applied: readonly MessageId[];
  /** Heard, and nothing has changed by them. A write of nothing else leaves the version as it is. */
  readonly noted: readonly MessageId[];
  readonly messages: readonly NewMessage[];
  readonly deferred: readonly NewDeferred[];
  /** Null where its payment stays as it is. */
  readonly payment: PaymentProgress | null;
  readonly commandAnswers: readonly NewAnswer[];
};

/** The orders that a write moved, each with the ids of its messages' pointers in the outbox, in the messages' order. */
export type Written = ReadonlyMap<OrderId, readonly bigint[]>;

/** The port to the tables of the write path: PostgreSQL here, memory in a simulation. */
export abstract class Tables {
  /** One snapshot: an order's state never comes with an older or a newer inbox. */
  abstract read(requests: readonly ReadRequest[]): Promise<ReadAnswer>;

  /**
   * Writes all of it in one transaction.
   * @returns the orders that were still at their expected version; nothing of the others was written.
   */
  abstract write(writes: readonly OrderWrite[]): Promise<Written>;
}
