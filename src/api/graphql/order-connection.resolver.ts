import { QueryBus } from '@nestjs/cqrs';
import { Args, Int, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { CountOrders } from '../../queries/count-orders.js';
import { ListOrders } from '../../queries/list-orders.js';
import { OrderConnectionType } from './order-connection.type.js';
import { toOrdersAsked } from './orders-asked.js';
import { OrdersArgs } from './orders.args.js';

@Resolver(() => OrderConnectionType)
export class OrderConnectionResolver {
  constructor(private readonly queries: QueryBus) {}

  @Query(() => OrderConnectionType, { description: 'Orders by pages, in a stable order.' })
  async orders(@Args() args: OrdersArgs): Promise<OrderConnectionType> {
    const asked = toOrdersAsked(args);
    return new OrderConnectionType(await this.queries.execute(new ListOrders(asked)), asked.filter);
  }

  @ResolveField(() => Int, { description: 'All orders that the filter finds. Counted only when asked for.' })
  totalCount(@Parent() { filter }: OrderConnectionType): Promise<number> {
    return this.queries.execute(new CountOrders(filter));
  }
}
