import { Controller, Get, NotFoundException, Param, Query, Req, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { z } from 'zod';
import type { OrderId } from '../../kernel/ids.js';
import { CountOrders } from '../../queries/count-orders.js';
import { GetOrder } from '../../queries/get-order.js';
import { OrderTimeline } from '../../queries/order-timeline.js';
import { PageOrders } from '../../queries/page-orders.js';
import type { Reply } from '../http-server.js';
import { linkHeader } from './link-header.js';
import { type EntryBody, type OrderBody, toEntryBody, toOrderBody } from './order-body.js';
import { DescribeGetOrder, DescribeListEvents, DescribeListOrders } from './orders.openapi.js';
import { noQuery, orderPath, pageQuery, Parsed } from './parsed.js';

type OrderPath = z.output<typeof orderPath>;
type PageQuery = z.output<typeof pageQuery>;

@Controller('api/v1/orders')
export class OrdersController {
  constructor(private readonly queries: QueryBus) {}

  @Get()
  @DescribeListOrders()
  async list(
    @Query(new Parsed(pageQuery)) { state, pageIndex, pageSize }: PageQuery,
    @Req() { url }: { readonly url: string },
    @Res({ passthrough: true }) reply: Reply,
  ): Promise<readonly OrderBody[]> {
    const [orders, total] = await Promise.all([
      this.queries.execute(new PageOrders(state, pageIndex, pageSize)),
      this.queries.execute(new CountOrders({ states: state === undefined ? undefined : [state] })),
    ]);
    reply.header('Pagination-Count', String(total));
    reply.header('Link', linkHeader(url, { pageIndex, pageSize, total }));
    return orders.map(toOrderBody);
  }

  @Get(':orderId')
  @DescribeGetOrder()
  async get(
    @Param(new Parsed(orderPath)) { orderId }: OrderPath,
    @Query(new Parsed(noQuery)) _none: unknown,
  ): Promise<OrderBody> {
    return toOrderBody((await this.queries.execute(new GetOrder(orderId))) ?? noSuch(orderId));
  }

  @Get(':orderId/events')
  @DescribeListEvents()
  async events(
    @Param(new Parsed(orderPath)) { orderId }: OrderPath,
    @Query(new Parsed(noQuery)) _none: unknown,
  ): Promise<readonly EntryBody[]> {
    const entries = (await this.queries.execute(new OrderTimeline(orderId))) ?? noSuch(orderId);
    return entries.map(toEntryBody);
  }
}

function noSuch(orderId: OrderId): never {
  throw new NotFoundException(`There is no order ${orderId}`);
}
