import pg from 'pg';
import { v7 } from 'uuid';
import { OrderId } from '../../src/kernel/ids.js';
import { laneOf } from '../../src/kernel/lane.js';

export type Copies = {
  readonly count: number;
  /** The exemplars, one for each slot in turn. */
  readonly of: readonly OrderId[];
  /** Their messages too: the retention has taken those of orders that are long at rest. */
  readonly messages: 'with' | 'without';
  /** A pointer for each message: none of them is sent yet. */
  readonly unsent: boolean;
};

const atOnce = 20_000;
// Orders of the past: one a second, the last one now.
const apartMs = 1_000;

const copySql = `
with copy as materialized (
  select c.*, o.placed_at as began from unnest($1::uuid[], $2::uuid[], $3::smallint[], $4::timestamptz[])
    as c(order_id, model, lane, at) join orders o on o.order_id = c.model),
ordered as (
  insert into orders (order_id, version, status, basket_id, total_minor, currency, conversation_id, timeout_retry_count,
    basket_deleted, wait_expiries, contact_version, out_sequence, wake_at, wake_attempt, placed_at, created_at, updated_at)
  select c.order_id, version, status, gen_random_uuid(), total_minor, currency, gen_random_uuid()::text, timeout_retry_count,
    basket_deleted, wait_expiries, contact_version, out_sequence, wake_at, wake_attempt, at, at, at + (updated_at - began)
  from copy c join orders o on o.order_id = c.model),
happened as (
  insert into order_events (order_id, version, type, schema_version, data, caused_by, conversation_id, traceparent, actor, recorded_at)
  select c.order_id, version, type, schema_version, data, gen_random_uuid()::text, conversation_id, traceparent, actor,
    at + (recorded_at - began)
  from copy c join order_events e on e.order_id = c.model order by at, version),
reached as (
  insert into contacts (order_id, version, full_name, email)
  select c.order_id, version, full_name, c.order_id || '@example.com' from copy c join contacts p on p.order_id = c.model),
seen as (
  insert into inbox (order_id, message_id, received_at)
  select c.order_id, gen_random_uuid()::text, at + (received_at - began) from copy c join inbox i on i.order_id = c.model),
sent as materialized (
  select c.order_id, c.lane, c.at + (m.created_at - c.began) as created_at, sequence, gen_random_uuid() as message_id, type, destination,
    content_type, headers, replace(body, c.model::text, c.order_id::text) as body, event_version
  from copy c join messages m on m.order_id = c.model where $5),
written as (
  insert into messages (order_id, sequence, message_id, type, destination, content_type, headers, body, event_version, created_at)
  select order_id, sequence, message_id, type, destination, content_type, headers, body, event_version, created_at from sent)
insert into outbox (order_id, sequence, lane)
select order_id, sequence, lane from sent where $6 order by created_at, order_id, sequence`;

// The planner can't know that the models are few: for them it would read each table from end to end, for every batch.
const session = '-c enable_hashjoin=off -c enable_mergejoin=off -c jit=off -c synchronous_commit=off';

/** Multiplies orders that the store itself wrote, row by row of each table, under ids of their own, and has the planner know of it. */
export async function copyOrders(url: string, { count, of, messages, unsent }: Copies): Promise<void> {
  const client = new pg.Client({ connectionString: url, options: session });
  await client.connect();
  try {
    const began = Date.now() - count * apartMs;
    for (let from = 0; from < count; from += atOnce) {
      const places = Array.from({ length: Math.min(atOnce, count - from) }, (_, index) => from + index);
      const times = places.map((place) => began + place * apartMs);
      const ids = times.map((msecs) => OrderId(v7({ msecs })));
      await client.query(copySql, [
        ids,
        places.map((place) => of[place % of.length]),
        ids.map(laneOf),
        times.map((msecs) => new Date(msecs)),
        messages === 'with',
        unsent,
      ]);
    }
    await client.query('vacuum (analyze) orders, order_events, contacts, inbox, messages, outbox');
  } finally {
    await client.end();
  }
}
