import { MessageId } from '../kernel/ids.js';
import type { Caused } from './cause.js';
import type { OrderEvent } from './event.js';
import { type EventData, fromEventData } from './event-record.js';

/** A row of the event log with the contact of its version; null: none, or erased. */
export type StoredEvent = {
  readonly version: number;
  readonly type: string;
  readonly data: EventData;
  readonly causedBy: string;
  readonly conversationId: string | null;
  readonly traceparent: string | null;
  readonly actor: string;
  readonly fullName: string | null;
  readonly email: string | null;
};

/** @throws UnreadableEvent */
export const readStoredEvent = (row: StoredEvent): Caused<OrderEvent> => ({
  body: fromEventData(row.type, row.data, { fullName: row.fullName, email: row.email }),
  cause: {
    messageId: MessageId(row.causedBy),
    conversationId: row.conversationId,
    traceparent: row.traceparent,
    actor: row.actor,
  },
});
