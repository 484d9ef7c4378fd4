import { OrderId } from '../kernel/ids.js';
import { fold } from '../order/evolve.js';
import { readStoredEvent, type StoredEvent } from '../order/stored-event.js';
import { isPaymentEvent } from '../payment/record.js';
import { noPayment } from '../payment/state.js';
import { WriterDatabase } from '../platform/prisma/database.js';
import { arrayLiteral, recordList } from '../platform/prisma/array-literal.js';
import { ByteWriter } from '../platform/prisma/byte-writer.js';
import { fromOrderRow, type OrderRow, orderRowColumns } from './order-row.js';
import {
  absentOrder,
  type OrderWrite,
  type ReadAnswer,
  type ReadRequest,
  type StoredOrder,
  Tables,
  type Written,
} from './tables.js';
import { statementFor } from './write-statement.js';

// The order and its inbox row from one snapshot: read one after the other, a message that another process commits
// in between could be applied twice. One JSON text for all: the driver costs some work for each value.
const readSqlOf = (payments: boolean) => `
with asked as materialized (
  select * from unnest($1::uuid[], $2::text[]) with ordinality as asked(order_id, message_id, index)),
found as (
  select ${orderRowColumns}${payments ? ', p.state as payment' : ''}
  from (select distinct order_id from asked) a join orders o using (order_id)
  left join contacts c on c.order_id = o.order_id and c.version = o.contact_version${payments ? ' left join payments p on p.order_id = o.order_id' : ''})
select
  (select coalesce(json_agg(found), '[]')::text from found) as orders,
  (select coalesce(json_agg(index - 1), '[]')::text from asked join inbox using (order_id, message_id)) as applied`;

const historySql = `
select e.order_id as "orderId", e.version, e.type, e.data, e.caused_by as "causedBy", e.conversation_id as "conversationId",
  e.traceparent, e.actor, c.full_name as "fullName", c.email
from order_events e left join contacts c using (order_id, version)
where e.order_id = any($1::uuid[]) order by e.order_id, e.version`;

type HistoryRow = StoredEvent & { readonly orderId: OrderId };

/** With payments off there are none to read. */
export class PrismaTables extends Tables {
  private readonly readSql: string;
  /** As many as there ever were writes at a time. */
  private readonly idle: ByteWriter[] = [];

  constructor(
    private readonly database: WriterDatabase,
    payments: boolean,
  ) {
    super();
    this.readSql = readSqlOf(payments);
  }

  override async read(requests: readonly ReadRequest[]): Promise<ReadAnswer> {
    const [foundOrders, foundInInbox] = await this.database.onlyRow<readonly [string, string]>(
      this.readSql,
      arrayLiteral(requests.map(({ orderId }) => orderId)),
      arrayLiteral(requests.map(({ messageId }) => messageId)),
    );
    const applied = new Set((JSON.parse(foundInInbox) as number[]).map((index) => requests[index]));
    const orders = new Map<OrderId, StoredOrder>(requests.map(({ orderId }) => [orderId, absentOrder]));
    const awaiting: OrderRow[] = [];
    for (const row of JSON.parse(foundOrders) as OrderRow[]) {
      if (row.status === 'Awaiting') awaiting.push(row);
      else orders.set(row.orderId, fromOrderRow(row, row.status));
    }
    for (const [orderId, order] of await this.readWaiting(awaiting)) orders.set(orderId, order);
    return { orders, isApplied: (request) => applied.has(request) };
  }

  /** What waits for a checkout stands in the events. The row's version stays the one to guard with: a history that has grown since loses. */
  private async readWaiting(rows: readonly OrderRow[]): Promise<readonly (readonly [OrderId, StoredOrder])[]> {
    if (rows.length === 0) return [];
    const ids = rows.map(({ orderId }) => orderId);
    const history = await this.database.client.$queryRawUnsafe<readonly HistoryRow[]>(historySql, arrayLiteral(ids));
    return rows.map((row) => {
      const { orderId, version, contactVersion, outSequence } = row;
      const own = history.filter((event) => event.orderId === orderId && event.version <= version);
      const state = fold(own.filter(({ type }) => !isPaymentEvent(type)).map(readStoredEvent));
      return [orderId, { version, state, payment: noPayment, contactVersion, outSequence }] as const;
    });
  }

  override async write(writes: readonly OrderWrite[]): Promise<Written> {
    const memory = this.idle.pop() ?? new ByteWriter();
    const { sql, parameters } = statementFor(writes);
    const [lost, pointers] = await this.database.onlyRow<readonly [string, string]>(sql, ...parameters(memory, writes));
    // Only what was answered has surely been sent: the memory of a write that failed is left to the collector.
    memory.clear();
    this.idle.push(memory);
    const written = new Map<OrderId, bigint[]>(writes.map(({ orderId }) => [orderId, []]));
    for (const [orderId = ''] of recordList.parse(lost)) written.delete(OrderId(orderId));
    for (const [orderId = '', id = ''] of recordList.parse(pointers)) written.get(OrderId(orderId))?.push(BigInt(id));
    return written;
  }
}
