import type { OrderId } from '../kernel/ids.js';
import type { Database } from '../platform/prisma/database.js';
import type { MessageKey } from '../saga/sent-messages.js';

const pageSize = 1_000;
// Keys of twenty pages are two megabytes, and a crowded window is read and sorted a twentieth as often.
const fetched = 20 * pageSize;
const firstWindowMs = 1_000;
// Doubled over empty times, so that a century is crossed in thirty steps; narrowed faster, since a wide window is sorted for each page.
const wider = 2;
const narrower = 1 / 4;
const beforeAnyOrder = '00000000-0000-0000-0000-000000000000';

type Row = { readonly orderId: OrderId; readonly sequence: number; readonly createdAt: string };

// As text, with the microseconds that a Date would cut off.
const windowSql = `
select order_id as "orderId", sequence,
  to_char(created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "createdAt" from messages
where created_at >= $1::timestamptz and created_at < $2::timestamptz
  and (created_at, order_id, sequence) > ($1::timestamptz, $3::uuid, $4::int)
order by created_at, order_id, sequence limit $5`;

/**
 * The messages from `from` on and before `to`, oldest first. The BRIN index finds a window's pages, but can't give them in
 * order: so the window is kept small, and with it what is sorted, however long the range is.
 */
export async function* messagesBetween(
  { client }: Database,
  from: Date,
  to: Date,
): AsyncGenerator<readonly MessageKey[]> {
  let windowMs = firstWindowMs;
  let start = from;
  let after = { createdAt: from.toISOString(), orderId: beforeAnyOrder, sequence: 0 };
  while (start < to) {
    const end = new Date(Math.min(start.getTime() + windowMs, to.getTime()));
    const rows = await client.$queryRawUnsafe<readonly Row[]>(
      windowSql,
      ...[after.createdAt, end.toISOString(), after.orderId, after.sequence, fetched],
    );
    for (let first = 0; first < rows.length; first += pageSize) yield rows.slice(first, first + pageSize);
    const last = rows.at(-1);
    if (rows.length === fetched && last !== undefined) {
      after = last;
      start = new Date(last.createdAt);
      windowMs = Math.max(windowMs * narrower, 1);
    } else {
      after = { createdAt: end.toISOString(), orderId: beforeAnyOrder, sequence: 0 };
      start = end;
      windowMs = windowMs * wider;
    }
  }
}

const orderSql = `
select order_id as "orderId", sequence from messages where order_id = $1::uuid and sequence > $2 order by sequence limit $3`;

/** The kept messages of an order: a handful, but nobody promises it. */
export async function* messagesOf({ client }: Database, orderId: OrderId): AsyncGenerator<readonly MessageKey[]> {
  for (let after = 0, goesOn = true; goesOn;) {
    const rows = await client.$queryRawUnsafe<readonly MessageKey[]>(orderSql, orderId, after, pageSize);
    if (rows.length > 0) yield rows;
    after = rows.at(-1)?.sequence ?? after;
    goesOn = rows.length === pageSize;
  }
}
