import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { z } from 'zod';
import { Database } from '../../platform/prisma/database.js';
import { numberedPage } from '../numbered-page.js';
import { type PaymentFilter, paymentFilterRules, whereOfPayments } from './payment-filter.js';
import {
  paymentColumns,
  type PaymentRow,
  paymentsWithAmounts,
  type PaymentView,
  toPaymentView,
} from './payment-view.js';

/** A numbered page, last created first. */
export class PagePayments extends Query<readonly PaymentView[]> {
  static readonly rules = z.object({ filter: paymentFilterRules, ...numberedPage });

  constructor(
    readonly filter: PaymentFilter,
    /** From 1. */
    readonly pageIndex: number,
    readonly pageSize: number,
  ) {
    super();
  }
}

@QueryHandler(PagePayments)
export class PagePaymentsHandler implements IQueryHandler<PagePayments> {
  constructor(private readonly database: Database) {}

  async execute({ filter, pageIndex, pageSize }: PagePayments): Promise<readonly PaymentView[]> {
    const rows = await this.database.client.$queryRaw<PaymentRow[]>`
      select ${paymentColumns} from ${paymentsWithAmounts} where ${whereOfPayments(filter)}
      order by p.created_at desc, p.order_id desc
      limit ${pageSize} offset ${(pageIndex - 1) * pageSize}`;
    return rows.map(toPaymentView);
  }
}
