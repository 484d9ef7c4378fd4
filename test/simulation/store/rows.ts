import type { MessageId, OrderId } from '../../../src/kernel/ids.js';
import type { Cause } from '../../../src/order/cause.js';
import type { Contact } from '../../../src/order/details.js';
import type { EventData } from '../../../src/order/event-record.js';
import type { Json } from '../../../src/payment/record.js';
import type { OrderRow } from '../../../src/store/order-row.js';
import type { NewDeferred, NewMessage } from '../../../src/store/tables.js';

/** A row of orders; its contact in force stands in `contacts`. */
export type StoredRow = Omit<OrderRow, 'fullName' | 'email'> & {
  readonly waitExpiries: number;
  readonly wakeAt: number | null;
  readonly wakeAttempt: number | null;
  readonly placed: boolean;
};

export type EventRow = {
  readonly version: number;
  readonly type: string;
  /** An event's of the order, or of its payment. */
  readonly data: EventData | Json;
  readonly cause: Cause;
};

/** All rows of one order. */
export type OrderRows = {
  row: StoredRow;
  readonly events: EventRow[];
  readonly contacts: Map<number, Contact>;
  readonly inbox: Set<MessageId>;
  readonly messages: NewMessage[];
  deferred: NewDeferred[];
};

export type Pointer = {
  readonly id: bigint;
  readonly orderId: OrderId;
  readonly sequence: number;
  readonly lane: number;
  readonly attempts: number;
  /** Infinity: quarantined. */
  readonly nextAttemptAt: number | null;
  /** The sequence of the quarantined message that holds it back: out of the fetches' sight. */
  readonly heldBy: number | null;
};

export type Letter = {
  readonly fingerprint: string;
  readonly direction: 'inbound' | 'outbound';
  readonly reason: string;
  readonly orderId: string | null;
  readonly messageId: string | null;
  readonly attempts: number;
  readonly body: Buffer;
};

export type LaneRow = { readonly owner: string | null; readonly token: bigint; readonly until: number };
export type RelayRow = { readonly instance: string | null; readonly until: number };
