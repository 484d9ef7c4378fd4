import { Controller, Get, NotFoundException, Param, Query, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { z } from 'zod';
import type { OrderId } from '../../kernel/ids.js';
import { GetOrder } from '../../queries/get-order.js';
import { OrderLedgerEntries } from '../../queries/ledger/order-ledger-entries.js';
import { GetPayment } from '../../queries/payments/get-payment.js';
import { PaymentOperations } from '../../queries/payments/payment-operations.js';
import type { Reply } from '../http-server.js';
import { tagOf } from './command-head.js';
import { noQuery, orderPath, Parsed } from './parsed.js';
import {
  type LedgerEntryBody,
  type OperationBody,
  type PaymentBody,
  toLedgerEntryBody,
  toOperationBody,
  toPaymentBody,
} from './payment-body.js';
import { DescribeGetPayment, DescribeListEntries, DescribeListOperations } from './payments.openapi.js';

type OrderPath = z.output<typeof orderPath>;

@Controller('api/v1/orders/:orderId')
export class OrderPaymentController {
  constructor(private readonly queries: QueryBus) {}

  @Get('payment')
  @DescribeGetPayment()
  async payment(
    @Param(new Parsed(orderPath)) { orderId }: OrderPath,
    @Query(new Parsed(noQuery)) _none: unknown,
    @Res({ passthrough: true }) reply: Reply,
  ): Promise<PaymentBody> {
    const payment = (await this.queries.execute(new GetPayment(orderId))) ?? (await this.whatIsMissing(orderId));
    reply.header('etag', tagOf(payment.version));
    return toPaymentBody(payment);
  }

  @Get('payment/operations')
  @DescribeListOperations()
  async operations(
    @Param(new Parsed(orderPath)) { orderId }: OrderPath,
    @Query(new Parsed(noQuery)) _none: unknown,
  ): Promise<readonly OperationBody[]> {
    const operations = (await this.queries.execute(new PaymentOperations(orderId))) ?? noSuchOrder(orderId);
    return operations.map(toOperationBody);
  }

  @Get('ledger-entries')
  @DescribeListEntries()
  async ledgerEntries(
    @Param(new Parsed(orderPath)) { orderId }: OrderPath,
    @Query(new Parsed(noQuery)) _none: unknown,
  ): Promise<readonly LedgerEntryBody[]> {
    const entries = (await this.queries.execute(new OrderLedgerEntries(orderId))) ?? noSuchOrder(orderId);
    return entries.map(toLedgerEntryBody);
  }

  private async whatIsMissing(orderId: OrderId): Promise<never> {
    const order = await this.queries.execute(new GetOrder(orderId));
    if (order === null) noSuchOrder(orderId);
    throw new NotFoundException(`Order ${orderId} has no payment`);
  }
}

function noSuchOrder(orderId: OrderId): never {
  throw new NotFoundException(`There is no order ${orderId}`);
}
