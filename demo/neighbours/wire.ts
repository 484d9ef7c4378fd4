import type { BrokerMessage } from '../../src/broker/broker.js';
import type { CommandName, EventName, NeighbourName } from './fate.js';
import type { Claim } from './plan.js';

export type MessageFormat = 'masstransit' | 'cloudevents';

/** An event on its way out. */
export type OutgoingEvent = {
  readonly name: EventName;
  readonly from: NeighbourName;
  readonly messageId: string;
  readonly conversationId: string;
  readonly traceId: string;
  readonly claim: Claim;
  readonly sentAt: Date;
};

/** A command as it came, with everything that is wrong about its form. */
export type IncomingCommand = {
  readonly name: CommandName;
  readonly messageId: string;
  readonly conversationId: string | null;
  readonly initiatorId: string | null;
  readonly traceparent: string | null;
  /** The id of the message that caused it. */
  readonly causationId: string | null;
  /** The contract's fields as they came, still unchecked. */
  readonly data: Readonly<Record<string, unknown>>;
  readonly faults: readonly string[];
};

/** Not even an order can be named. */
export type Unreadable = { readonly unreadable: string };

/** One format of messages, as the neighbours write and read it. */
export type Codec = {
  readonly format: MessageFormat;
  encode(event: OutgoingEvent): BrokerMessage;
  /** @param exchange the fanout exchange that the message came through, which must be its type's. */
  decode(message: BrokerMessage, exchange: string): IncomingCommand | Unreadable;
};

export const exchangeOf = (name: EventName | CommandName): string => `BookWorm.Contracts:${name}`;
