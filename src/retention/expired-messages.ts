import type { Database } from '../platform/prisma/database.js';
import type { ExpiredRows } from './expired-rows.js';

const pageSize = 1_000;
const beforeAll = { orderId: '00000000-0000-0000-0000-000000000000', sequence: 0 };

type Page = { readonly removed: number; readonly seen: number; readonly orderId: string; readonly sequence: number };

// Waits for a republishing that holds the mark; what it pointed to is seen by every statement after this one.
const raiseSql = `
update retention_marks set reached = greatest(reached, now() - $1::float8 * interval '1 millisecond') where kind = 'messages'`;

/**
 * In the order of the primary key: linear, resumable, and without an index by time, which every write would pay for.
 * What still waits to go out stays, however old.
 */
const pageSql = `
with page as materialized (
  select m.order_id, m.sequence, m.created_at < mark.reached as is_over
  from messages m cross join (select reached from retention_marks where kind = 'messages') mark
  where (m.order_id, m.sequence) > ($1::uuid, $2::int) order by m.order_id, m.sequence limit $3),
removed as (
  delete from messages m using page p
  where p.is_over and m.order_id = p.order_id and m.sequence = p.sequence
    and not exists (select from outbox o where o.order_id = p.order_id and o.sequence = p.sequence)
  returning m.order_id)
select (select count(*)::int from removed) as removed, (select count(*)::int from page) as seen, order_id as "orderId", sequence
from page order by order_id desc, sequence desc limit 1`;

/** Messages that were sent, whatever became of their order: their bodies hold names and addresses. */
export class ExpiredMessages implements ExpiredRows {
  readonly kind = 'messages';

  constructor(
    private readonly database: Database,
    private readonly retentionMs: number,
  ) {}

  async *batches(): AsyncGenerator<number> {
    const { client } = this.database;
    await client.$executeRawUnsafe(raiseSql, this.retentionMs);
    for (let after = beforeAll, goesOn = true; goesOn;) {
      const [page] = await client.$queryRawUnsafe<readonly Page[]>(pageSql, after.orderId, after.sequence, pageSize);
      if (page === undefined) return;
      yield page.removed;
      after = page;
      goesOn = page.seen === pageSize;
    }
  }
}
