import { Injectable } from '@nestjs/common';
import { MessageId, type OrderId } from '../kernel/ids.js';
import { fold } from '../order/evolve.js';
import { type EventData, fromEventData } from '../order/event-record.js';
import { WriterDatabase } from '../platform/prisma/database.js';
import { fromOrderRow, type OrderRow, orderRowColumns } from './order-row.js';
import { absentOrder, type OrderWrite, type ReadAnswer, type ReadRequest, type StoredOrder, Tables } from './tables.js';
import { writeParameters, writeSql } from './write-statement.js';

// The order and its inbox row from one snapshot: read one after the other, a message that another process commits
// in between could be applied twice.
const readSql = `
select w.index, i.message_id is not null as applied, ${orderRowColumns}
from unnest($1::uuid[], $2::text[]) with ordinality as w(order_id, message_id, index)
left join orders o on o.order_id = w.order_id
left join contacts c on c.order_id = o.order_id and c.version = o.contact_version
left join inbox i on i.order_id = w.order_id and i.message_id = w.message_id`;

const historySql = `
select e.order_id, e.version, e.type, e.data, e.caused_by, e.conversation_id, e.traceparent, e.actor, c.full_name, c.email
from order_events e left join contacts c using (order_id, version)
where e.order_id = any($1::uuid[]) order by e.order_id, e.version`;

type ReadRow = { readonly index: bigint; readonly applied: boolean } & (OrderRow | { readonly order_id: null });

type HistoryRow = {
  readonly order_id: OrderId;
  readonly version: number;
  readonly type: string;
  readonly data: EventData;
  readonly caused_by: string;
  readonly conversation_id: string | null;
  readonly traceparent: string | null;
  readonly actor: string;
  readonly full_name: string | null;
  readonly email: string | null;
};

const eventOf = (row: HistoryRow) => ({
  body: fromEventData(row.type, row.data, { fullName: row.full_name, email: row.email }),
  cause: {
    messageId: MessageId(row.caused_by),
    conversationId: row.conversation_id,
    traceparent: row.traceparent,
    actor: row.actor,
  },
});

@Injectable()
export class PrismaTables extends Tables {
  constructor(private readonly database: WriterDatabase) {
    super();
  }

  override async read(requests: readonly ReadRequest[]): Promise<ReadAnswer> {
    const rows = await this.database.client.$queryRawUnsafe<readonly ReadRow[]>(
      readSql,
      requests.map(({ orderId }) => orderId),
      requests.map(({ messageId }) => messageId),
    );
    const orders = new Map<OrderId, StoredOrder>();
    const applied = new Set<ReadRequest>();
    const awaiting: OrderRow[] = [];
    for (const row of rows) {
      const request = requests[Number(row.index) - 1];
      if (request === undefined) continue;
      if (row.applied) applied.add(request);
      if (row.order_id === null) orders.set(request.orderId, absentOrder);
      else if (row.status === 'Awaiting') awaiting.push(row);
      else orders.set(request.orderId, fromOrderRow(row, row.status));
    }
    for (const [orderId, order] of await this.readWaiting(awaiting)) orders.set(orderId, order);
    return { orders, isApplied: (request) => applied.has(request) };
  }

  /** What waits for a checkout stands in the events. The row's version stays the one to guard with: a history that has grown since loses. */
  private async readWaiting(rows: readonly OrderRow[]): Promise<readonly (readonly [OrderId, StoredOrder])[]> {
    if (rows.length === 0) return [];
    const ids = rows.map(({ order_id: orderId }) => orderId);
    const history = await this.database.client.$queryRawUnsafe<readonly HistoryRow[]>(historySql, ids);
    return rows.map((row) => {
      const own = history.filter((event) => event.order_id === row.order_id && event.version <= row.version);
      const { version, contact_version: contactVersion, out_sequence: outSequence } = row;
      return [row.order_id, { version, state: fold(own.map(eventOf)), contactVersion, outSequence }] as const;
    });
  }

  override async write(writes: readonly OrderWrite[]): Promise<ReadonlySet<OrderId>> {
    const rows = await this.database.client.$queryRawUnsafe<readonly { readonly order_id: OrderId }[]>(
      writeSql,
      ...writeParameters(writes),
    );
    return new Set(rows.map(({ order_id: orderId }) => orderId));
  }
}
