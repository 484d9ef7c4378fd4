import { Injectable } from '@nestjs/common';
import { arrayLiteral, recordList } from '../platform/prisma/array-literal.js';
import { WriterDatabase } from '../platform/prisma/database.js';
import { fetchSql, type Found, toFound } from './fetch-statement.js';
import { type FailedPublish, type FetchRequest, type OutboxRow, OutboxRows } from './outbox-rows.js';

/**
 * Never waits, and so can't deadlock: what an operator is just releasing, discarding or republishing is left to the next fetch. The
 * lock on the quarantined pointer is what those wait for, so that they see everything that it holds.
 */
const holdSql = `
with quarantined as materialized (
  select q.order_id, q.sequence from unnest($1::uuid[], $2::int[]) as asked(order_id, sequence)
  cross join lateral (
    select p.order_id, p.sequence from outbox p
    where p.order_id = asked.order_id and p.sequence = asked.sequence and p.quarantined_at is not null
    limit 1 for share skip locked) q),
behind as materialized (
  select o.order_id, o.sequence, q.sequence as held_by from outbox o
  join quarantined q on q.order_id = o.order_id and q.sequence < o.sequence
  where o.held_by is null for no key update of o skip locked)
update outbox o set held_by = b.held_by from behind b where o.order_id = b.order_id and o.sequence = b.sequence`;

const failSql = `
with failed as (
  update outbox set attempts = attempts + 1, last_error = $2,
    next_attempt_at = case when $3::int is null then 'infinity'::timestamptz else now() + $3::int * interval '1 millisecond' end,
    quarantined_at = case when $3::int is null then now() end,
    held_by = case when $3::int is null then sequence end
  where id = $1 and held_by is null returning order_id, sequence, attempts, quarantined_at)
insert into dead_letters (fingerprint, direction, reason, detail, order_id, type, message_id, source, content_type, headers, body, attempts)
select 'outbound:' || m.order_id || ':' || m.sequence, 'outbound', 'PublishFailed', $2, m.order_id, m.type, m.message_id::text,
  m.destination, m.content_type, m.headers::json, convert_to(m.body, 'UTF8'), f.attempts
from failed f join messages m using (order_id, sequence)
where f.quarantined_at is not null
on conflict (fingerprint) do update set attempts = dead_letters.attempts + excluded.attempts, detail = excluded.detail, last_at = now(),
  resolution = null, resolved_at = null, resolved_by = null, resolution_reason = null`;

// A fetch walks over the index entries of what was removed before it until they are vacuumed, and autovacuum comes once a minute, when there
// can be 240,000 of them: 40,000 cost each fetch 0.1 ms, and the first one 5 ms. A vacuum takes 3.5 ms.
const removalsToVacuum = 10_000;
// Another relay is at it, then; and truncating the file would lock the writers out.
const vacuumSql = 'vacuum (skip_locked, truncate off) outbox';

const parametersOf = ({ instance, leases, inFlight, limit }: FetchRequest) =>
  [
    instance,
    arrayLiteral([...leases.keys()]),
    arrayLiteral([...leases.values()]),
    arrayLiteral(inFlight),
    limit,
  ] as const;

@Injectable()
export class PrismaOutboxRows extends OutboxRows {
  private removals = 0;

  constructor(private readonly database: WriterDatabase) {
    super();
  }

  override async fetch(request: FetchRequest): Promise<readonly OutboxRow[]> {
    for (;;) {
      const found = await this.find(request);
      const free = found.filter(({ behind }) => behind === 0).map(({ row }) => row);
      if (free.length === found.length) return free;
      const held = await this.hold(found.filter(({ behind }) => behind > 0));
      // Where none could be held, an operator is at work on them, and rings when it's done.
      if (held === 0) return free;
    }
  }

  // What was confirmed to a relay that has lost its lane, and another's broker has refused since, is an operator's to decide.
  override async remove(ids: readonly bigint[]): Promise<void> {
    const sql = 'delete from outbox where id = any($1::bigint[]) and held_by is null';
    await this.database.statement(sql, arrayLiteral(ids));
    this.removals += ids.length;
    if (this.removals < removalsToVacuum) return;
    this.removals = 0;
    await this.database.statement(vacuumSql);
  }

  override async fail({ row, error, retryAfterMs }: FailedPublish): Promise<void> {
    await this.database.client.$executeRawUnsafe(failSql, row.id, error.slice(0, 1_000), retryAfterMs);
  }

  private async find(request: FetchRequest): Promise<readonly Found[]> {
    const [records] = await this.database.onlyRow<readonly [string]>(fetchSql, ...parametersOf(request));
    return recordList.parse(records).map(toFound);
  }

  /** Takes everything out of the fetches' sight that stands behind these orders' quarantined messages. @returns how many */
  private hold(found: readonly Found[]): Promise<number> {
    const quarantined = new Map(found.map(({ row: { orderId }, behind }) => [orderId, behind]));
    const [orders, sequences] = [arrayLiteral([...quarantined.keys()]), arrayLiteral([...quarantined.values()])];
    return this.database.client.$executeRawUnsafe(holdSql, orders, sequences);
  }
}
