import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import type { OrderId } from '../kernel/ids.js';
import { Database } from '../platform/prisma/database.js';
import { batched } from './batched.js';
import {
  isVisible,
  orderColumns,
  type OrderRow,
  ordersWithContact,
  type OrderView,
  toOrderView,
} from './order-view.js';

/** One order as it stands; null where there is none, or none that is checked out. */
export class GetOrder extends Query<OrderView | null> {
  constructor(readonly orderId: OrderId) {
    super();
  }
}

@QueryHandler(GetOrder)
export class GetOrderHandler implements IQueryHandler<GetOrder> {
  private readonly find = batched((ids: readonly OrderId[]) => this.read(ids));

  constructor(private readonly database: Database) {}

  execute({ orderId }: GetOrder): Promise<OrderView | null> {
    return this.find(orderId);
  }

  private async read(ids: readonly OrderId[]): Promise<ReadonlyMap<OrderId, OrderView>> {
    const rows = await this.database.client.$queryRaw<OrderRow[]>`
      select ${orderColumns} from ${ordersWithContact}
      where o.order_id = any(${[...ids]}::uuid[]) and ${isVisible}`;
    return new Map(rows.map(toOrderView).map((order) => [order.id, order]));
  }
}
