import { Injectable } from '@nestjs/common';
import { laneOf } from '../kernel/lane.js';
import { Database } from '../platform/prisma/database.js';
import { Wake } from '../platform/wake.js';
import { type MessageKey, type MessageSelection, type Republished, SentMessages } from '../saga/sent-messages.js';
import { messagesBetween, messagesOf } from './message-pages.js';

// A page takes some ten milliseconds, which is also what a writer of its orders may have to wait.
const transactionMs = 30_000;

// In the writers' sort. A pointer that a writer adds behind ours must see ours first, or it would get the lower number.
const lockSql = 'select 1 from orders where order_id = any($1::uuid[]) order by order_id for no key update';

// The mark is locked as well: a retention raises it before it removes, so nothing that is pointed to here goes meanwhile.
// What an operator has discarded was never sent.
const wanted = `
mark as materialized (select reached from retention_marks where kind = 'messages' for share),
wanted as materialized (
  select m.order_id, m.sequence, w.lane,
    exists (select from outbox p where p.order_id = m.order_id and p.sequence = m.sequence) as waits
  from unnest($1::uuid[], $2::int[], $3::smallint[]) as w(order_id, sequence, lane)
  join messages m using (order_id, sequence) cross join mark
  where m.created_at >= mark.reached and not exists (
    select from dead_letters d
    where d.fingerprint = 'outbound:' || m.order_id || ':' || m.sequence and d.resolution = 'discarded'))`;

const sums = `
select count(*) filter (where not waits)::int as republished, count(*) filter (where waits)::int as waiting from wanted`;

/**
 * The relay sends an order's pointers by their number, so these must ascend with the sequence: what stands behind a message
 * that comes back gets a new number too. One that is on its way meanwhile goes out once more, in its place.
 * Pointers are locked in the order in which the relay deletes them.
 */
const republishSql = `
with ${wanted},
back as materialized (select order_id, sequence, lane from wanted where not waits),
behind as materialized (
  select p.order_id, p.sequence from outbox p
  join (select order_id, min(sequence) as sequence from back group by order_id) f on f.order_id = p.order_id and p.sequence > f.sequence
  order by p.id for update of p),
numbered as materialized (
  select s.*, nextval('outbox_id_seq') as id from (
    select order_id, sequence, lane from back union all select order_id, sequence, null from behind
    order by order_id, sequence) s),
moved as (
  update outbox p set id = n.id from numbered n
  where n.lane is null and p.order_id = n.order_id and p.sequence = n.sequence),
pointed as (
  insert into outbox (id, order_id, sequence, lane) select id, order_id, sequence, lane from numbered where lane is not null)
${sums}`;

const countSql = `with ${wanted} ${sums}`;

const columns = (keys: readonly MessageKey[]) => [
  keys.map(({ orderId }) => orderId),
  keys.map(({ sequence }) => sequence),
  keys.map(({ orderId }) => laneOf(orderId)),
];

const nothing: Republished = { republished: 0, waiting: 0 };

@Injectable()
export class PrismaSentMessages extends SentMessages {
  constructor(
    private readonly database: Database,
    private readonly wake: Wake,
  ) {
    super();
  }

  override pages(selection: MessageSelection): AsyncIterable<readonly MessageKey[]> {
    return 'orderId' in selection
      ? messagesOf(this.database, selection.orderId)
      : messagesBetween(this.database, selection.from, selection.to);
  }

  override async republish(keys: readonly MessageKey[]): Promise<Republished> {
    const [orderIds, ...others] = columns(keys);
    const sum = await this.database.client.$transaction(
      async (transaction) => {
        await transaction.$queryRawUnsafe(lockSql, orderIds);
        const [row] = await transaction.$queryRawUnsafe<readonly Republished[]>(republishSql, orderIds, ...others);
        return row;
      },
      { timeout: transactionMs },
    );
    this.wake.ring(new Set(keys.map(({ orderId }) => laneOf(orderId))));
    return sum ?? nothing;
  }

  override async count(keys: readonly MessageKey[]): Promise<Republished> {
    const [row] = await this.database.client.$queryRawUnsafe<readonly Republished[]>(countSql, ...columns(keys));
    return row ?? nothing;
  }
}
