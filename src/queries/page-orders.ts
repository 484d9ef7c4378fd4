import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { z } from 'zod';
import { Database } from '../platform/prisma/database.js';
import { Prisma } from '../platform/prisma/generated/client.js';
import { numberedPage } from './numbered-page.js';
import { whereOf } from './order-filter.js';
import {
  orderColumns,
  type OrderRow,
  ordersWithContact,
  type OrderView,
  toOrderView,
  type VisibleState,
} from './order-view.js';

/** A numbered page, last placed first, as Ordering's API gives them. */
export class PageOrders extends Query<readonly OrderView[]> {
  static readonly rules = z.object(numberedPage);

  constructor(
    readonly state: VisibleState | undefined,
    /** From 1. */
    readonly pageIndex: number,
    readonly pageSize: number,
  ) {
    super();
  }
}

@QueryHandler(PageOrders)
export class PageOrdersHandler implements IQueryHandler<PageOrders> {
  constructor(private readonly database: Database) {}

  async execute({ state, pageIndex, pageSize }: PageOrders): Promise<readonly OrderView[]> {
    const where = whereOf({ states: state === undefined ? undefined : [state] }, Prisma.sql`o.placed_at is not null`);
    const rows = await this.database.client.$queryRaw<OrderRow[]>`
      select ${orderColumns} from ${ordersWithContact} where ${where}
      order by o.placed_at desc, o.order_id desc
      limit ${pageSize} offset ${(pageIndex - 1) * pageSize}`;
    return rows.map(toOrderView);
  }
}
