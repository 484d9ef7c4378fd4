import type { OrderId } from '../../kernel/ids.js';
import type { StoredEvent } from '../../order/stored-event.js';
import type { Json } from '../../payment/record.js';
import type { Database } from '../../platform/prisma/database.js';

export type VerifiedEvent = StoredEvent & {
  /** Older than what a retention has reached: the messages of its decision may be gone. */
  readonly messagesMayBeGone: boolean;
};

export type StoredPointer = {
  readonly sequence: number;
  readonly lane: number;
  readonly quarantined: boolean;
  /** The sequence of the quarantined message that holds it back; its own, if it's that one. */
  readonly heldBy: number | null;
};

/** All that the tables hold of one order, from one snapshot. */
export type StoredOrder = {
  readonly orderId: OrderId;
  readonly version: number;
  readonly status: string;
  readonly basketId: string | null;
  readonly totalMinor: bigint | null;
  readonly currency: string | null;
  readonly conversationId: string | null;
  readonly timeoutRetryCount: number;
  readonly basketDeleted: boolean;
  readonly waitExpiries: number;
  readonly contactVersion: number | null;
  readonly outSequence: number;
  /** Whether a wake-up is set. */
  readonly wakes: boolean;
  readonly wakeAttempt: number | null;
  /** Whether it has a time of its checkout. */
  readonly placed: boolean;
  /** The contact in force. */
  readonly fullName: string | null;
  readonly email: string | null;
  readonly events: readonly VerifiedEvent[];
  readonly contacts: readonly number[];
  readonly inbox: readonly string[];
  readonly waiting: readonly { readonly messageId: string; readonly version: number }[];
  readonly messages: readonly { readonly sequence: number; readonly type: string; readonly eventVersion: number }[];
  readonly pointers: readonly StoredPointer[];
  /** The stored state of its payment; null where it has none. */
  readonly payment: Json | null;
  readonly paymentStatus: string | null;
};

const rowsOf = (fields: string, source: string, order: string) =>
  `coalesce((select json_agg(${fields} order by ${order}) from ${source} where x.order_id = o.order_id), '[]')`;

const eventFields = `json_build_object('version', x.version, 'type', x.type, 'data', x.data, 'causedBy', x.caused_by,
  'conversationId', x.conversation_id, 'traceparent', x.traceparent, 'actor', x.actor, 'fullName', c.full_name, 'email', c.email,
  'messagesMayBeGone', x.recorded_at < mark.reached)`;

const pointerFields = `json_build_object('sequence', x.sequence, 'lane', x.lane, 'quarantined', x.quarantined_at is not null,
  'heldBy', x.held_by)`;

// One statement is one snapshot: an order that is being written meanwhile is seen whole, before or after.
const pageSql = (which: string) => `
select o.order_id as "orderId", o.version, o.status, o.basket_id as "basketId", o.total_minor as "totalMinor", o.currency,
  o.conversation_id as "conversationId", o.timeout_retry_count as "timeoutRetryCount", o.basket_deleted as "basketDeleted",
  o.wait_expiries as "waitExpiries", o.contact_version as "contactVersion", o.out_sequence as "outSequence",
  o.wake_at is not null as wakes, o.wake_attempt as "wakeAttempt", o.placed_at is not null as placed,
  f.full_name as "fullName", f.email,
  ${rowsOf(eventFields, 'order_events x left join contacts c using (order_id, version)', 'x.version')} as events,
  ${rowsOf('x.version', 'contacts x', 'x.version')} as contacts,
  ${rowsOf('x.message_id', 'inbox x', 'x.message_id')} as inbox,
  ${rowsOf(`json_build_object('messageId', x.message_id, 'version', x.version)`, 'deferred_messages x', 'x.version')} as waiting,
  ${rowsOf(`json_build_object('sequence', x.sequence, 'type', x.type, 'eventVersion', x.event_version)`, 'messages x', 'x.sequence')} as messages,
  ${rowsOf(pointerFields, 'outbox x', 'x.sequence')} as pointers, p.state as payment, p.status as "paymentStatus"
from (select * from orders where ${which}) o
left join contacts f on f.order_id = o.order_id and f.version = o.contact_version
left join payments p on p.order_id = o.order_id
cross join (select reached from retention_marks where kind = 'messages') mark
order by o.order_id`;

const afterSql = pageSql('order_id > $1::uuid order by order_id limit $2');
const oneSql = pageSql('order_id = $1::uuid');

/** The next orders after the given one, by their ids. */
export const readStoredOrders = (
  { client }: Database,
  after: OrderId,
  limit: number,
): Promise<readonly StoredOrder[]> => client.$queryRawUnsafe<readonly StoredOrder[]>(afterSql, after, limit);

/** @returns the order alone, or nothing where there is none */
export const readStoredOrder = ({ client }: Database, orderId: OrderId): Promise<readonly StoredOrder[]> =>
  client.$queryRawUnsafe<readonly StoredOrder[]>(oneSql, orderId);
