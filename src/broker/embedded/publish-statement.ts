import type { Outgoing } from './outgoing.js';

/**
 * One row per message and bound queue, in the order of the calls: the identity column counts in the order of the `select`.
 * The bodies come as one binary parameter and are cut in the server: as an array of bytea they would travel as hexadecimal text, twice as long.
 */
const TEXT = `
with incoming as (
  select * from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::int[], $8::int[])
    with ordinality as m(exchange, base, queue, message_id, content_type, headers, start, size, position)
), routed as materialized (
  select m.*, b.queue as target from incoming m
    join lateral (select distinct queue from broker_bindings where exchange in (m.exchange, m.base)) b on true
  union all
  select m.*, m.queue from incoming m where m.queue is not null
), stored as (
  insert into broker_messages (queue, exchange, message_id, content_type, headers, body)
  select target, coalesce(exchange, ''), message_id, content_type, headers::json, substring($9::bytea from start for size)
  from routed order by position, target
)
select position::int, target from routed`;

export type Routed = { readonly position: number; readonly target: string };

export function publishStatement(batch: readonly Outgoing[]): { name: string; text: string; values: unknown[] } {
  let end = 1;
  const starts = batch.map(({ message }) => {
    const start = end;
    end += message.body.length;
    return start;
  });
  return {
    name: 'broker_publish',
    text: TEXT,
    values: [
      batch.map(({ destination }) => ('exchange' in destination ? destination.exchange : null)),
      batch.map(({ base }) => base),
      batch.map(({ destination }) => ('queue' in destination ? destination.queue : null)),
      batch.map(({ message }) => message.messageId),
      batch.map(({ message }) => message.contentType),
      batch.map(({ message }) => JSON.stringify(message.headers)),
      starts,
      batch.map(({ message }) => message.body.length),
      Buffer.concat(batch.map(({ message }) => message.body)),
    ],
  };
}
