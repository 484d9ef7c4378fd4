import { Injectable } from '@nestjs/common';
import { MessageId, OrderId } from '../kernel/ids.js';
import { arrayLiteral, recordList } from '../platform/prisma/array-literal.js';
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
  where o.id not in (select unnest($4::bigint[]))
    and not exists (select from held h where h.order_id = o.order_id and h.sequence <= o.sequence)
  order by o.id limit $5)
select ${recordList.sql(
  [
    ...['h.id', 'h.lane', 'h.token', 'h.order_id', 'h.sequence', 'h.attempts'],
    ...['m.message_id', 'm.type', 'm.destination', 'm.content_type', 'm.headers', 'm.body'],
  ],
  'h.id',
)} as records
from head h join messages m using (order_id, sequence)`;

function toRow(record: readonly string[]): OutboxRow {
  const [id = '', lane, token = '', orderId = '', sequence, attempts, messageId = '', ...message] = record;
  const [type = '', destination = '', contentType = '', headers = '{}', body = ''] = message;
  return {
    ...{ id: BigInt(id), lane: Number(lane), token: BigInt(token), orderId: OrderId(orderId) },
    ...{ sequence: Number(sequence), attempts: Number(attempts), messageId: MessageId(messageId) },
    ...{ type, destination, contentType, headers: JSON.parse(headers) as OutboxRow['headers'], body },
  };
}

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
on conflict (fingerprint) do update set attempts = dead_letters.attempts + excluded.attempts, detail = excluded.detail, last_at = now(),
  resolution = null, resolved_at = null, resolved_by = null, resolution_reason = null`;

@Injectable()
export class PrismaOutboxRows extends OutboxRows {
  constructor(private readonly database: Database) {
    super();
  }

  override async fetch({ instance, leases, inFlight, limit }: FetchRequest): Promise<readonly OutboxRow[]> {
    const [[records] = ['']] = await this.database.statement<readonly [string]>(
      fetchSql,
      instance,
      arrayLiteral([...leases.keys()]),
      arrayLiteral([...leases.values()]),
      arrayLiteral(inFlight),
      limit,
    );
    return recordList.parse(records).map(toRow);
  }

  override async remove(ids: readonly bigint[]): Promise<void> {
    await this.database.statement('delete from outbox where id = any($1::bigint[])', arrayLiteral(ids));
  }

  override async fail({ row, error, retryAfterMs }: FailedPublish): Promise<void> {
    await this.database.client.$executeRawUnsafe(failSql, row.id, error.slice(0, 1_000), retryAfterMs);
  }
}
