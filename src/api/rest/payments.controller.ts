import { Controller, Get, Query, Req, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { z } from 'zod';
import { CountPayments } from '../../queries/payments/count-payments.js';
import { PagePayments } from '../../queries/payments/page-payments.js';
import type { PaymentFilter } from '../../queries/payments/payment-filter.js';
import type { Reply } from '../http-server.js';
import { linkHeader } from './link-header.js';
import { Parsed, paymentsQuery } from './parsed.js';
import { type PaymentBody, toPaymentBody } from './payment-body.js';
import { DescribeListPayments } from './payments.openapi.js';

type PaymentsQuery = z.output<typeof paymentsQuery>;

@Controller('api/v1/payments')
export class PaymentsController {
  constructor(private readonly queries: QueryBus) {}

  @Get()
  @DescribeListPayments()
  async list(
    @Query(new Parsed(paymentsQuery)) { pageIndex, pageSize, ...asked }: PaymentsQuery,
    @Req() { url }: { readonly url: string },
    @Res({ passthrough: true }) reply: Reply,
  ): Promise<readonly PaymentBody[]> {
    const filter = toFilter(asked);
    const [payments, total] = await Promise.all([
      this.queries.execute(new PagePayments(filter, pageIndex, pageSize)),
      this.queries.execute(new CountPayments(filter)),
    ]);
    reply.header('Pagination-Count', String(total));
    reply.header('Link', linkHeader(url, { pageIndex, pageSize, total }));
    return payments.map(toPaymentBody);
  }
}

const toFilter = ({
  status,
  currency,
  needsReview,
  createdFrom: from,
  createdTo: to,
}: Omit<PaymentsQuery, 'pageIndex' | 'pageSize'>): PaymentFilter => ({
  statuses: status === undefined ? undefined : [status],
  currency,
  needsReview,
  createdBetween: { from, to },
});
