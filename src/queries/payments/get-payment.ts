import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import type { OrderId } from '../../kernel/ids.js';
import { Database } from '../../platform/prisma/database.js';
import { batched } from '../batched.js';
import { isVisible } from '../order-view.js';
import {
  paymentColumns,
  type PaymentRow,
  paymentsWithAmounts,
  type PaymentView,
  toPaymentView,
} from './payment-view.js';

/** The payment of an order; null where the order has none, or is none that is checked out. */
export class GetPayment extends Query<PaymentView | null> {
  constructor(readonly orderId: OrderId) {
    super();
  }
}

@QueryHandler(GetPayment)
export class GetPaymentHandler implements IQueryHandler<GetPayment> {
  private readonly find = batched((ids: readonly OrderId[]) => this.read(ids));

  constructor(private readonly database: Database) {}

  execute({ orderId }: GetPayment): Promise<PaymentView | null> {
    return this.find(orderId);
  }

  private async read(ids: readonly OrderId[]): Promise<ReadonlyMap<OrderId, PaymentView>> {
    const rows = await this.database.client.$queryRaw<PaymentRow[]>`
      select ${paymentColumns} from ${paymentsWithAmounts}
      where p.order_id = any(${[...ids]}::uuid[]) and ${isVisible}`;
    return new Map(rows.map(toPaymentView).map((payment) => [payment.orderId, payment]));
  }
}
