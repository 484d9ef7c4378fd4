import { Injectable } from '@nestjs/common';
import { Database } from '../platform/prisma/database.js';
import { type FailedPublish, type FetchRequest, type OutboxRow, OutboxRows } from './outbox-rows.js';

// Claimed by what is there, never by a cursor: a later id can be visible before an earlier one has committed.
const fetchSql = `
with held as materialized (
  select order_id, min(sequence) as sequence from outbox where next_attempt_at is not null and next_attempt_at > now()
  group by order_id),
mine as materialized (
  select l.lane, l.token from lanes l join unnest($2::smallint[], $3::bigint[]) as m(lane, token) on m.lane = l.lane and m.token = l.token
  where l.owner = $1::uuid and l.leased_until > now()),
head as materialized (
  select o.id, o.lane, mine.token, o.order_id, o.sequence, o.attempts from outbox o join mine using (lane)
  where not (o.id = any($4::bigint[]))
    and not exists (select from held h where h.order_id = o.order_id and h.sequence <= o.sequence)
  order by o.id limit $5)
select h.id, h.lane, h.token, h.order_id as "orderId", h.sequence, h.attempts, m.message_id as "messageId", m.type, m.destination,
  m.content_type as "contentType", m.headers, m.body
from head h join messages m using (order_id, sequence) order by h.id`;

const failSql = `
with failed as (
  update outbox set attempts = attempts + 1, last_error = $2,
    next_attempt_at = case when $3::int is null then 'infinity'::timestamptz else now() + $3::int * interval '1 millisecond' end,
    quarantined_at = case when $3::int is null then now() end
  where id = $1 returning order_id, sequence, attempts, quarantined_at)
insert into dead_letters (fingerprint, direction, reason, detail, order_id, type, message_id, source, content_type, headers, body, attempts)
select 'outbound:' || m.order_id || ':' || m.sequence, 'outbound', 'PublishFailed', $2, m.order_id, m.type, m.message_id::text,
  m.destination, m.content_type, m.headers::json, convert_to(m.body, 'UTF8'), f.attempts
from failed f join messages m using (order_id, sequence)
where f.quarantined_at is not null
on conflict (fingerprint) do update set attempts = excluded.attempts, detail = excluded.detail, last_at = now()`;

@Injectable()
export class PrismaOutboxRows extends OutboxRows {
  constructor(private readonly database: Database) {
    super();
  }

  override fetch({ instance, leases, inFlight, limit }: FetchRequest): Promise<readonly OutboxRow[]> {
    const lanes = [...leases.keys()];
    const tokens = [...leases.values()];
    return this.database.client.$queryRawUnsafe<readonly OutboxRow[]>(
      fetchSql,
      instance,
      lanes,
      tokens,
      inFlight,
      limit,
    );
  }

  override async remove(ids: readonly bigint[]): Promise<void> {
    await this.database.client.$executeRawUnsafe('delete from outbox where id = any($1::bigint[])', ids);
  }

  override async fail({ row, error, retryAfterMs }: FailedPublish): Promise<void> {
    await this.database.client.$executeRawUnsafe(failSql, row.id, error.slice(0, 1_000), retryAfterMs);
  }
}
