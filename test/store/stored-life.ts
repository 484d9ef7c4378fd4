import { MessageId, type OrderId } from '../../src/kernel/ids.js';
import { type EventData, fromEventData } from '../../src/order/event-record.js';
import type { Caused } from '../../src/order/cause.js';
import type { OrderEvent } from '../../src/order/event.js';
import { fold } from '../../src/order/evolve.js';
import type { OrderState } from '../../src/order/state.js';
import { isPaymentEvent } from '../../src/payment/record.js';
import type { Query } from './store-under-test.js';

type OfOrder = { readonly order_id: OrderId };
type NameRow = OfOrder & { readonly message_id: string };
type OrderRow = OfOrder & Readonly<Record<string, unknown>>;

type EventRow = OfOrder & {
  readonly version: number;
  readonly type: string;
  readonly data: EventData;
  readonly caused_by: string;
  readonly conversation_id: string | null;
  readonly traceparent: string | null;
  readonly actor: string;
  readonly full_name: string | null;
  readonly email: string | null;
};

type SentRow = OfOrder & {
  /** Its place among the order's pointers, which the relay follows. */
  readonly pointer: number;
  readonly sequence: number;
  readonly type: string;
  readonly total: string;
  readonly email: string | null;
  readonly cause: string;
};

const eventsSql = `
select e.*, c.full_name, c.email from order_events e left join contacts c using (order_id, version)
where order_id = any($1) order by position`;

const rowSql = `
select o.order_id, o.status, o.version, o.basket_id, o.total_minor, o.currency, o.conversation_id, o.timeout_retry_count,
  o.basket_deleted, o.wait_expiries, o.out_sequence, c.full_name, c.email, o.wake_at is not null as waits, o.wake_attempt,
  o.placed_at is not null as placed
from orders o left join contacts c on c.order_id = o.order_id and c.version = o.contact_version
where o.order_id = any($1)`;

const sentSql = `
select order_id, row_number() over (partition by order_id order by p.id)::int as pointer, m.sequence, m.type,
  m.headers ->> 'causation-id' as cause,
  m.body::json -> 'message' ->> 'totalMoney' as total, m.body::json -> 'message' ->> 'email' as email
from messages m join outbox p using (order_id, sequence) where order_id = any($1) order by sequence`;

const named = (table: string) =>
  `select order_id, message_id from ${table} where order_id = any($1) order by message_id collate "C"`;

const eventOf = (row: EventRow) => ({
  body: fromEventData(row.type, row.data, { fullName: row.full_name, email: row.email }),
  cause: {
    messageId: MessageId(row.caused_by),
    conversationId: row.conversation_id,
    traceparent: row.traceparent,
    actor: row.actor,
  },
});

/** Everything that the tables hold of an order; the history is without its payment's events, whose versions are there. */
export type StoredLife = {
  readonly versions: readonly number[];
  readonly history: readonly Caused<OrderEvent>[];
  readonly fold: OrderState;
  /** Its row in orders, with the contact in force. */
  readonly row: Readonly<Record<string, unknown>> | undefined;
  readonly sent: readonly Omit<SentRow, 'order_id'>[];
  readonly inbox: readonly string[];
  readonly waiting: readonly string[];
  readonly letters: readonly string[];
};

/** Reads with its own SQL, not the store's. */
export async function storedLives(
  query: Query,
  orderIds: readonly OrderId[],
): Promise<ReadonlyMap<OrderId, StoredLife>> {
  const idsOf = async (table: string) => byOrder(await query<NameRow>(named(table), orderIds), (row) => row.message_id);
  const eventsOf = byOrder(await query<EventRow>(eventsSql, orderIds), (row) => row);
  const rowsOf = byOrder(await query<OrderRow>(rowSql, orderIds), ({ order_id: _id, ...row }) => row);
  const sentOf = byOrder(await query<SentRow>(sentSql, orderIds), ({ order_id: _id, ...row }) => row);
  const [inboxOf, waitingOf, lettersOf] = [
    await idsOf('inbox'),
    await idsOf('deferred_messages'),
    await idsOf('dead_letters'),
  ];
  return new Map(
    orderIds.map((orderId) => {
      const history = eventsOf(orderId)
        .filter(({ type }) => !isPaymentEvent(type))
        .map(eventOf);
      const life: StoredLife = {
        versions: eventsOf(orderId).map(({ version }) => version),
        history,
        fold: fold(history),
        row: rowsOf(orderId)[0],
        sent: sentOf(orderId),
        inbox: inboxOf(orderId),
        waiting: waitingOf(orderId),
        letters: lettersOf(orderId),
      };
      return [orderId, life];
    }),
  );
}

function byOrder<Row extends OfOrder, T>(
  rows: readonly Row[],
  of: (row: Row) => T,
): (orderId: OrderId) => readonly T[] {
  const groups = new Map<OrderId, T[]>();
  for (const row of rows) groups.set(row.order_id, [...(groups.get(row.order_id) ?? []), of(row)]);
  return (orderId) => groups.get(orderId) ?? [];
}
