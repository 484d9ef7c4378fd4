import { ArgsType, Field, InputType, registerEnumType } from '@nestjs/graphql';
import type { BasketId } from '../../kernel/ids.js';
import type { OrderField } from '../../queries/cursor.js';
import type { Direction } from '../../queries/list-orders.js';
import type { VisibleState } from '../../queries/order-view.js';
import { ConnectionArgs } from './connection.args.js';
import { OrderState } from './order-state.enum.js';
import { DateTime, Uuid } from './scalars.js';

const OrderOrderField = { PLACED_AT: 'placedAt', UPDATED_AT: 'updatedAt' } as const;
const OrderDirection = { ASC: 'ascending', DESC: 'descending' } as const;
registerEnumType(OrderOrderField, { name: 'OrderOrderField' });
registerEnumType(OrderDirection, { name: 'OrderDirection' });

@InputType('PlacedBetween', { description: 'From `from` on, and before `to`. Either may be left out.' })
export class PlacedBetweenInput {
  @Field(() => DateTime, { nullable: true })
  readonly from?: Date | null;

  @Field(() => DateTime, { nullable: true })
  readonly to?: Date | null;
}

@InputType('OrderFilter', { description: 'All conditions that are given hold at once.' })
export class OrderFilterInput {
  @Field(() => [OrderState], { nullable: true, description: 'One of these states.' })
  readonly state?: readonly VisibleState[] | null;

  @Field(() => PlacedBetweenInput, { nullable: true })
  readonly placedBetween?: PlacedBetweenInput | null;

  @Field(() => String, { nullable: true, description: 'The whole address, exactly as given at the checkout.' })
  readonly email?: string | null;

  @Field(() => Uuid, { nullable: true })
  readonly basketId?: BasketId | null;
}

@InputType('OrderOrder', { description: "The order's id decides between equals." })
export class OrderOrderInput {
  @Field(() => OrderOrderField, { defaultValue: OrderOrderField.PLACED_AT })
  readonly field: OrderField = OrderOrderField.PLACED_AT;

  @Field(() => OrderDirection, { defaultValue: OrderDirection.DESC })
  readonly direction: Direction = OrderDirection.DESC;
}

@ArgsType()
export class OrdersArgs extends ConnectionArgs {
  @Field(() => OrderFilterInput, { nullable: true })
  readonly filter?: OrderFilterInput | null;

  @Field(() => OrderOrderInput, { nullable: true, description: 'Last placed first, if left out.' })
  readonly orderBy?: OrderOrderInput | null;
}
