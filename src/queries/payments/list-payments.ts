import { QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { z } from 'zod';
import { Database } from '../../platform/prisma/database.js';
import { Prisma } from '../../platform/prisma/generated/client.js';
import { type Cursor, timeOf } from '../cursor.js';
import { type EdgeSlice, relaySlice, type SliceAsked, sliceLength, SliceQuery } from '../relay-slice.js';
import { type PaymentFilter, paymentFilterRules, whereOfPayments } from './payment-filter.js';
import {
  paymentColumns,
  type PaymentRow,
  paymentsWithAmounts,
  type PaymentView,
  toPaymentView,
} from './payment-view.js';

export type PaymentCursor = Cursor<'createdAt'>;

export type PaymentsAsked = SliceAsked<PaymentCursor> & { readonly filter: PaymentFilter };

export type PaymentSlice = EdgeSlice<PaymentCursor, PaymentView>;

/** A stretch of the payments, last created first, by the Relay cursor connections specification, section 4.4. */
export class ListPayments extends SliceQuery<PaymentsAsked, PaymentSlice> {
  static readonly rules = z.object({ filter: paymentFilterRules, first: sliceLength, last: sliceLength });
}

type SliceRow = PaymentRow & { readonly micros: bigint };

const place = (cursor: PaymentCursor): Prisma.Sql =>
  Prisma.sql`(${timeOf(cursor)}::timestamptz, ${cursor.orderId}::uuid)`;

@QueryHandler(ListPayments)
export class ListPaymentsHandler implements IQueryHandler<ListPayments> {
  constructor(private readonly database: Database) {}

  async execute({ asked }: ListPayments): Promise<PaymentSlice> {
    const { rows, ...more } = await relaySlice(asked, (fromEnd, limit) => this.read(asked, fromEnd, limit));
    return { edges: rows.map(edgeOf), ...more };
  }

  private read({ filter, after, before }: PaymentsAsked, fromEnd: boolean, limit: number): Promise<SliceRow[]> {
    const places = [
      ...(after === undefined ? [] : [Prisma.sql`(p.created_at, p.order_id) < ${place(after)}`]),
      ...(before === undefined ? [] : [Prisma.sql`(p.created_at, p.order_id) > ${place(before)}`]),
    ];
    const order = fromEnd
      ? Prisma.sql`p.created_at asc, p.order_id asc`
      : Prisma.sql`p.created_at desc, p.order_id desc`;
    return this.database.client.$queryRaw<SliceRow[]>`
      select ${paymentColumns}, (extract(epoch from p.created_at) * 1000000)::bigint as micros
      from ${paymentsWithAmounts} where ${whereOfPayments(filter, places)} order by ${order} limit ${limit}`;
  }
}

function edgeOf(row: SliceRow): PaymentSlice['edges'][number] {
  const node = toPaymentView(row);
  return { node, cursor: { field: 'createdAt', micros: row.micros, orderId: node.orderId } };
}
