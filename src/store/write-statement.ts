import { laneOf } from '../kernel/lane.js';
import { recordList } from '../platform/prisma/array-literal.js';
import { toEventData, eventSchemaVersion } from '../order/event-record.js';
import type { Wake } from '../order/decision.js';
import type { OrderState } from '../order/state.js';
import { storedTypeOf, toPaymentEventData } from '../payment/record.js';
import { type Column, type NextRelation, relations } from './columns.js';
import type { NewPaymentEvent } from './payment-progress.js';
import { paymentPart, touchesPayments } from './payment-part.js';
import { type OfOrder, rowsOf, type StatementPart } from './statement-part.js';
import type { NewContact, NewEvent, NewMessage, OrderWrite } from './tables.js';
import { touchesWaits, waitPart } from './wait-part.js';

// null keeps the timer as it is, a negative number clears it.
const wakeAfter = (wake: Wake): number | null => {
  if (wake.kind === 'keep') return null;
  return wake.kind === 'clear' ? -1 : wake.afterMs;
};

const known = (state: OrderState) => (state.status === 'None' || state.status === 'Awaiting' ? null : state);

/** The attempt that a wake-up is set for: see WakeUp. */
const attemptOf = (state: OrderState): number =>
  state.status === 'Awaiting' ? state.expiries : (known(state)?.timeoutRetryCount ?? 0);

const orderColumns: readonly Column<OrderWrite>[] = [
  { name: 'order_id', type: 'uuid', of: ({ orderId }) => orderId },
  { name: 'expected', type: 'int', of: ({ expected }) => expected },
  { name: 'version', type: 'int', of: ({ order }) => order.version },
  { name: 'status', type: 'text', of: ({ order }) => order.state.status },
  { name: 'basket_id', type: 'uuid', of: ({ order }) => known(order.state)?.details.basketId ?? null },
  { name: 'total_minor', type: 'bigint', of: ({ order }) => known(order.state)?.details.total?.minor ?? null },
  { name: 'currency', type: 'text', of: ({ order }) => known(order.state)?.details.total?.currency ?? null },
  { name: 'conversation_id', type: 'text', of: ({ order }) => known(order.state)?.conversationId ?? null },
  { name: 'timeout_retry_count', type: 'int', of: ({ order }) => known(order.state)?.timeoutRetryCount ?? 0 },
  { name: 'basket_deleted', type: 'boolean', of: ({ order }) => known(order.state)?.basketDeleted ?? false },
  {
    name: 'wait_expiries',
    type: 'int',
    of: ({ order: { state } }) => (state.status === 'Awaiting' ? state.expiries : 0),
  },
  { name: 'contact_version', type: 'int', of: ({ order }) => order.contactVersion },
  { name: 'out_sequence', type: 'int', of: ({ order }) => order.outSequence },
  { name: 'wake_after_ms', type: 'bigint', of: ({ wake }) => wakeAfter(wake) },
  { name: 'wake_attempt', type: 'int', of: ({ order }) => attemptOf(order.state) },
  { name: 'becomes_placed', type: 'boolean', of: ({ becomesPlaced }) => becomesPlaced },
];

const eventColumns: readonly Column<OfOrder<NewEvent | NewPaymentEvent>>[] = [
  { name: 'order_id', type: 'uuid', of: ({ orderId }) => orderId },
  { name: 'version', type: 'int', of: ({ row }) => row.version },
  { name: 'type', type: 'text', of: ({ row }) => ('of' in row ? storedTypeOf(row.event.body) : row.event.body.type) },
  { name: 'data', type: 'jsonb', of: ({ row }) => JSON.stringify(dataOf(row)) },
  { name: 'caused_by', type: 'text', of: ({ row }) => row.event.cause.messageId },
  { name: 'conversation_id', type: 'text', of: ({ row }) => row.event.cause.conversationId },
  { name: 'traceparent', type: 'text', of: ({ row }) => row.event.cause.traceparent },
  { name: 'actor', type: 'text', of: ({ row }) => row.event.cause.actor },
];

const dataOf = (row: NewEvent | NewPaymentEvent) =>
  'of' in row ? toPaymentEventData(row.event.body) : toEventData(row.event.body);

const contactColumns: readonly Column<OfOrder<NewContact>>[] = [
  { name: 'order_id', type: 'uuid', of: ({ orderId }) => orderId },
  { name: 'version', type: 'int', of: ({ row }) => row.version },
  { name: 'full_name', type: 'text', of: ({ row }) => row.fullName },
  { name: 'email', type: 'text', of: ({ row }) => row.email },
];

const inboxColumns: readonly Column<OfOrder<string>>[] = [
  { name: 'order_id', type: 'uuid', of: ({ orderId }) => orderId },
  { name: 'message_id', type: 'text', of: ({ row }) => row },
];

const messageColumns: readonly Column<OfOrder<NewMessage>>[] = [
  { name: 'order_id', type: 'uuid', of: ({ orderId }) => orderId },
  { name: 'sequence', type: 'int', of: ({ row }) => row.sequence },
  { name: 'lane', type: 'smallint', of: ({ orderId }) => laneOf(orderId) },
  { name: 'message_id', type: 'uuid', of: ({ row }) => row.messageId },
  { name: 'type', type: 'text', of: ({ row }) => row.encoded.type },
  { name: 'destination', type: 'text', of: ({ row }) => row.encoded.destination },
  { name: 'content_type', type: 'text', of: ({ row }) => row.encoded.contentType },
  { name: 'headers', type: 'jsonb', of: ({ row }) => JSON.stringify(row.encoded.headers) },
  { name: 'body', type: 'text', of: ({ row }) => row.encoded.body },
  { name: 'event_version', type: 'int', of: ({ row }) => row.eventVersion },
];

/**
 * The transaction. What isn't in `ok` was moved by another process between our read and this write: none of its rows are
 * written, its inbox row least of all, since that would swallow the message. Returns these, of which there are next to none, and the
 * pointers' ids.
 * Positions and pointers are numbered in the order of their sorts: a join alone gave an order's second command the lower
 * number, and it went out first.
 * The guard comes first: with the inbox insert first, two processes left 440 to 537 orders per run wrong.
 */
function orderPart(next: NextRelation): StatementPart {
  const guard = next('g', orderColumns);
  const events = next('e', eventColumns);
  const contacts = next('c', contactColumns);
  const inbox = next('i', inboxColumns);
  const messages = next('m', messageColumns);
  const ctes = `
guard as materialized (select * from ${guard.sql}),
created as (
  insert into orders (order_id, version, status, basket_id, total_minor, currency, conversation_id, timeout_retry_count,
    basket_deleted, wait_expiries, contact_version, out_sequence, wake_at, wake_attempt, placed_at)
  select order_id, version, status, basket_id, total_minor, currency, conversation_id, timeout_retry_count,
    basket_deleted, wait_expiries, contact_version, out_sequence,
    case when wake_after_ms >= 0 then now() + wake_after_ms * interval '1 millisecond' end,
    case when wake_after_ms >= 0 then wake_attempt end,
    case when becomes_placed then now() end
  from guard where expected = 0 order by order_id
  on conflict do nothing
  returning order_id),
moved as (
  update orders o set version = g.version, status = g.status, basket_id = g.basket_id, total_minor = g.total_minor,
    currency = g.currency, conversation_id = g.conversation_id, timeout_retry_count = g.timeout_retry_count,
    basket_deleted = g.basket_deleted, wait_expiries = g.wait_expiries, contact_version = g.contact_version,
    out_sequence = g.out_sequence, updated_at = case when g.version > g.expected then now() else o.updated_at end,
    wake_at = case when g.wake_after_ms is null then o.wake_at
      when g.wake_after_ms >= 0 then now() + g.wake_after_ms * interval '1 millisecond' end,
    wake_attempt = case when g.wake_after_ms is null then o.wake_attempt
      when g.wake_after_ms >= 0 then g.wake_attempt end,
    placed_at = case when g.becomes_placed then now() else o.placed_at end
  from guard g where o.order_id = g.order_id and o.version = g.expected and g.expected > 0
  returning o.order_id),
ok as materialized (select order_id from created union all select order_id from moved),
seen as (
  insert into inbox (${inbox.names}) select i.* from ${inbox.sql} join ok using (order_id)),
happened as (
  insert into order_events (${events.names}, schema_version)
  select e.*, ${String(eventSchemaVersion)} from ${events.sql} join ok using (order_id)
  order by order_id, version),
reached as (
  insert into contacts (${contacts.names}) select c.* from ${contacts.sql} join ok using (order_id)),
sent as materialized (select m.* from ${messages.sql} join ok using (order_id)),
written as (
  insert into messages (order_id, sequence, message_id, type, destination, content_type, headers, body, event_version)
  select order_id, sequence, message_id, type, destination, content_type, headers, body, event_version from sent),
pointed as (
  insert into outbox (order_id, sequence, lane) select order_id, sequence, lane from sent order by order_id, sequence
  returning id, order_id, sequence)`;
  return {
    ctes,
    parameters: (to, writes) => [
      ...guard.parameters(to, writes),
      ...events.parameters(to, rowsOf(writes, eventsOf)),
      ...contacts.parameters(
        to,
        rowsOf(writes, (write) => write.contacts),
      ),
      ...inbox.parameters(
        to,
        rowsOf(writes, (write) => write.applied),
      ),
      ...messages.parameters(
        to,
        rowsOf(writes, (write) => write.messages),
      ),
    ],
  };
}

const eventsOf = ({ events: own, payment }: OrderWrite) => (payment === null ? own : [...own, ...payment.events]);

type Statement = { readonly sql: string; readonly parameters: StatementPart['parameters'] };

function statementOf(...others: readonly ((next: NextRelation) => StatementPart)[]): Statement {
  const next = relations();
  const parts = [orderPart, ...others].map((part) => part(next));
  return {
    sql: `with${parts.map(({ ctes }) => ctes).join(',')}
select (select ${recordList.sql(['order_id'], 'order_id')} from guard where order_id not in (select order_id from ok)) as lost,
  (select ${recordList.sql(['order_id', 'id'], 'order_id, sequence')} from pointed) as pointers`,
    parameters: (to, writes) => {
      // So that two writers can't deadlock.
      const byOrder = [...writes].sort((a, b) => (a.orderId < b.orderId ? -1 : 1));
      return parts.flatMap((part) => part.parameters(to, byOrder));
    },
  };
}

// A part without rows costs PostgreSQL as much as the rows of a small batch: a batch takes the parts that it has rows for.
const ordersAlone = statementOf();
const withWaits = statementOf(waitPart);
const withPayments = statementOf(paymentPart);
const withBoth = statementOf(waitPart, paymentPart);

/** The statement that has a part for each row of these writes. */
export function statementFor(writes: readonly OrderWrite[]): Statement {
  if (writes.some(touchesPayments)) return writes.some(touchesWaits) ? withBoth : withPayments;
  return writes.some(touchesWaits) ? withWaits : ordersAlone;
}
