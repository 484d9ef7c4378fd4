import { QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { z } from 'zod';
import { Database } from '../platform/prisma/database.js';
import { Prisma } from '../platform/prisma/generated/client.js';
import { type Cursor, type OrderField, timeOf } from './cursor.js';
import { filterRules, type OrderFilter, whereOf } from './order-filter.js';
import { orderColumns, type OrderRow, ordersWithContact, type OrderView, toOrderView } from './order-view.js';
import { type EdgeSlice, relaySlice, type SliceAsked, sliceLength, SliceQuery } from './relay-slice.js';

export type Direction = 'ascending' | 'descending';

export type OrdersAsked = SliceAsked<Cursor> & {
  readonly filter: OrderFilter;
  readonly field: OrderField;
  readonly direction: Direction;
};

export type OrderSlice = EdgeSlice<Cursor, OrderView>;

/** A stretch of the list, by the Relay cursor connections specification, section 4.4. */
export class ListOrders extends SliceQuery<OrdersAsked, OrderSlice> {
  static readonly rules = z.object({ filter: filterRules, first: sliceLength, last: sliceLength });
}

type SliceRow = OrderRow & { readonly micros: bigint };

const columns = { placedAt: Prisma.sql`o.placed_at`, updatedAt: Prisma.sql`o.updated_at` } as const;

function placeCondition(column: Prisma.Sql, sign: '<' | '>', cursor: Cursor | undefined): readonly Prisma.Sql[] {
  if (cursor === undefined) return [];
  const place = Prisma.sql`(${timeOf(cursor)}::timestamptz, ${cursor.orderId}::uuid)`;
  return [
    sign === '<' ? Prisma.sql`(${column}, o.order_id) < ${place}` : Prisma.sql`(${column}, o.order_id) > ${place}`,
  ];
}

@QueryHandler(ListOrders)
export class ListOrdersHandler implements IQueryHandler<ListOrders> {
  constructor(private readonly database: Database) {}

  async execute({ asked }: ListOrders): Promise<OrderSlice> {
    const { rows, ...more } = await relaySlice(asked, (fromEnd, limit) => this.read(asked, fromEnd, limit));
    return { edges: rows.map((row) => edgeOf(row, asked.field)), ...more };
  }

  private read(asked: OrdersAsked, fromEnd: boolean, limit: number): Promise<SliceRow[]> {
    const column = columns[asked.field];
    const ascending = (asked.direction === 'ascending') !== fromEnd;
    const [later, earlier] = asked.direction === 'ascending' ? (['>', '<'] as const) : (['<', '>'] as const);
    const conditions = [
      // Hidden orders have no time: in a descending index they would all stand in front.
      Prisma.sql`${column} is not null`,
      ...placeCondition(column, later, asked.after),
      ...placeCondition(column, earlier, asked.before),
    ];
    const order = ascending ? Prisma.sql`${column} asc, o.order_id asc` : Prisma.sql`${column} desc, o.order_id desc`;
    return this.database.client.$queryRaw<SliceRow[]>`
      select ${orderColumns}, (extract(epoch from ${column}) * 1000000)::bigint as micros
      from ${ordersWithContact} where ${whereOf(asked.filter, Prisma.join(conditions, ' and '))}
      order by ${order} limit ${limit}`;
  }
}

function edgeOf(row: SliceRow, field: OrderField): OrderSlice['edges'][number] {
  const node = toOrderView(row);
  return { node, cursor: { field, micros: row.micros, orderId: node.id } };
}
