import { QueryBus } from '@nestjs/cqrs';
import { Field, Int, ObjectType, Query, Resolver } from '@nestjs/graphql';
import { OrderStats, type OrderStatsView } from '../../queries/order-stats.js';
import { DateTime } from './scalars.js';

@ObjectType('OrderStats', { description: 'How many orders are in which state.' })
class OrderStatsType {
  @Field(() => Int)
  readonly total: number;

  @Field(() => Int)
  readonly placed: number;

  @Field(() => Int)
  readonly completed: number;

  @Field(() => Int)
  readonly cancelled: number;

  @Field(() => Int)
  readonly failed: number;

  @Field(() => DateTime, { nullable: true, description: 'When the order was placed that has been open for longest.' })
  readonly oldestPlacedAt: Date | null;

  constructor({ total, counts, oldestPlacedAt }: OrderStatsView) {
    this.total = total;
    this.placed = counts.Placed;
    this.completed = counts.Completed;
    this.cancelled = counts.Cancelled;
    this.failed = counts.Failed;
    this.oldestPlacedAt = oldestPlacedAt;
  }
}

@Resolver(() => OrderStatsType)
export class OrderStatsResolver {
  constructor(private readonly queries: QueryBus) {}

  @Query(() => OrderStatsType)
  async orderStats(): Promise<OrderStatsType> {
    return new OrderStatsType(await this.queries.execute(new OrderStats()));
  }
}
