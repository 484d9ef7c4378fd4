import { Field, Int, ObjectType } from '@nestjs/graphql';
import type { BasketId, OrderId } from '../../kernel/ids.js';
import { formatMoney } from '../../kernel/money.js';
import type { OrderView, VisibleState } from '../../queries/order-view.js';
import { OrderState } from './order-state.enum.js';
import { DateTime, Decimal, Uuid } from './scalars.js';

@ObjectType('Order', { description: 'An order as it stands. What is null is not known.' })
export class OrderType {
  @Field(() => Uuid)
  readonly id: OrderId;

  @Field(() => Uuid, { nullable: true })
  readonly basketId: BasketId | null;

  @Field(() => String, { nullable: true })
  readonly fullName: string | null;

  @Field(() => String, { nullable: true })
  readonly email: string | null;

  @Field(() => OrderState)
  readonly state: VisibleState;

  @Field(() => Decimal, { nullable: true, description: 'The total in `currency`.' })
  readonly totalMoney: string | null;

  @Field(() => String, { nullable: true, description: 'ISO 4217 code.' })
  readonly currency: string | null;

  @Field(() => DateTime)
  readonly placedAt: Date;

  @Field(() => DateTime)
  readonly updatedAt: Date;

  @Field(() => Int, { description: 'How many events there are on its timeline.' })
  readonly version: number;

  @Field(() => Int, { description: 'How often the wait for an answer has run out.' })
  readonly timeoutRetryCount: number;

  constructor(order: OrderView) {
    this.id = order.id;
    this.basketId = order.basketId;
    this.fullName = order.fullName;
    this.email = order.email;
    this.state = order.state;
    this.totalMoney = order.total === null ? null : formatMoney(order.total);
    this.currency = order.total?.currency ?? null;
    this.placedAt = order.placedAt;
    this.updatedAt = order.updatedAt;
    this.version = order.version;
    this.timeoutRetryCount = order.timeoutRetryCount;
  }
}
