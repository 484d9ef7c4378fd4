import { QueryBus } from '@nestjs/cqrs';
import { Args, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import type { OrderId } from '../../kernel/ids.js';
import { GetOrder } from '../../queries/get-order.js';
import { OrderTimeline } from '../../queries/order-timeline.js';
import { GetPayment } from '../../queries/payments/get-payment.js';
import { OrderType } from './order.type.js';
import { PaymentType } from './payment.type.js';
import { Uuid } from './scalars.js';
import { TimelineEntryType } from './timeline-entry.type.js';

@Resolver(() => OrderType)
export class OrderResolver {
  constructor(private readonly queries: QueryBus) {}

  @Query(() => OrderType, { nullable: true, description: 'One order; null where there is none.' })
  async order(@Args('id', { type: () => Uuid }) id: OrderId): Promise<OrderType | null> {
    const order = await this.queries.execute(new GetOrder(id));
    return order === null ? null : new OrderType(order);
  }

  /** Every order of a page asks here; the question's handler makes one statement of them. */
  @ResolveField(() => [TimelineEntryType], { description: 'Everything that happened to it, first things first.' })
  async timeline(@Parent() order: OrderType): Promise<readonly TimelineEntryType[]> {
    const entries = await this.queries.execute(new OrderTimeline(order.id));
    return (entries ?? []).map((entry) => new TimelineEntryType(entry));
  }

  @ResolveField(() => PaymentType, { nullable: true, description: 'Null where it has none.' })
  async payment(@Parent() order: OrderType): Promise<PaymentType | null> {
    const payment = await this.queries.execute(new GetPayment(order.id));
    return payment === null ? null : new PaymentType(payment);
  }
}
