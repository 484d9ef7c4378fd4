import pg from 'pg';
import { eventSchemaVersion, toEventData } from '../../src/order/event-record.js';
import { orderRowColumns } from '../../src/store/order-row.js';
import type { NewContact, NewEvent, NewMessage, OrderWrite } from '../../src/store/tables.js';
import { orderIdSql } from './order-id-sql.js';

const text = (value: string | null): string => (value === null ? 'null' : pg.escapeLiteral(value));

/**
 * One plpgsql function for each step of an order: reads and writes the rows that the service reads and writes for it, in the
 * simplest statements there are. `step_1(client, n)` begins order n of a client.
 */
export function ourSchemaFunctions(writes: readonly OrderWrite[]): readonly string[] {
  return [
    orderIdSql,
    ...writes.map(
      (write, index) => `
create function step_${String(index + 1)}(client int, n int) returns void language plpgsql as $step$
declare
  id uuid := bench_order_id(client, n);
  message text := overlay(id::text placing '${String(index + 1)}' from 20);
begin
  perform i.message_id is not null, ${orderRowColumns}
  from (values (id, message)) as w(order_id, message_id)
  left join orders o on o.order_id = w.order_id
  left join contacts c on c.order_id = o.order_id and c.version = o.contact_version
  left join inbox i on i.order_id = w.order_id and i.message_id = w.message_id;
  ${orderSql(write)};
  insert into inbox (order_id, message_id) values (id, message);
  ${[...write.events.map(eventSql), ...write.contacts.map(contactSql), ...write.messages.map(messageSql)].join(';\n  ')};
end $step$`,
    ),
  ];
}

function orderSql({ expected, order: { state, version, contactVersion, outSequence }, wake }: OrderWrite): string {
  if (state.status === 'None' || state.status === 'Awaiting') return '';
  const { basketId, total } = state.details;
  const wakeAt = wake.kind === 'set' ? `now() + ${String(wake.afterMs)} * interval '1 millisecond'` : 'null';
  const columns = {
    version,
    status: text(state.status),
    basket_id: text(basketId),
    total_minor: String(total?.minor ?? 'null'),
    currency: text(total?.currency ?? null),
    conversation_id: text(state.conversationId),
    timeout_retry_count: state.timeoutRetryCount,
    basket_deleted: state.basketDeleted,
    contact_version: contactVersion ?? 'null',
    out_sequence: outSequence,
    wake_at: wakeAt,
    wake_attempt: wake.kind === 'set' ? '0' : 'null',
  };
  const names = Object.keys(columns).join(', ');
  const values = Object.values(columns).map(String).join(', ');
  return expected === 0
    ? `insert into orders (order_id, placed_at, ${names}) values (id, now(), ${values})`
    : `update orders set (updated_at, ${names}) = (now(), ${values}) where order_id = id and version = ${String(expected)}`;
}

const eventSql = ({ version, event: { body, cause } }: NewEvent): string =>
  `insert into order_events (order_id, version, type, data, caused_by, conversation_id, traceparent, actor, schema_version)
  values (id, ${String(version)}, ${text(body.type)}, ${text(JSON.stringify(toEventData(body)))}, message,
    ${text(cause.conversationId)}, ${text(cause.traceparent)}, ${text(cause.actor)}, ${String(eventSchemaVersion)})`;

const contactSql = ({ version, fullName, email }: NewContact): string =>
  `insert into contacts (order_id, version, full_name, email) values (id, ${String(version)}, ${text(fullName)}, ${text(email)})`;

const messageSql = ({ sequence, eventVersion, encoded }: NewMessage): string =>
  `insert into messages (order_id, sequence, message_id, type, destination, content_type, headers, body, event_version)
  values (id, ${String(sequence)}, message::uuid, ${text(encoded.type)}, ${text(encoded.destination)}, ${text(encoded.contentType)},
    ${text(JSON.stringify(encoded.headers))}, ${text(encoded.body)}, ${String(eventVersion)});
  insert into outbox (order_id, sequence, lane) values (id, ${String(sequence)}, client)`;
