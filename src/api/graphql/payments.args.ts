import { ArgsType, Field, InputType } from '@nestjs/graphql';
import type { PaymentStatus as Status } from '../../payment/status.js';
import { ConnectionArgs } from './connection.args.js';
import { PaymentStatus } from './payment.enums.js';
import { DateTime } from './scalars.js';

@InputType('CreatedBetween', { description: 'From `from` on, and before `to`. Either may be left out.' })
export class CreatedBetweenInput {
  @Field(() => DateTime, { nullable: true })
  readonly from?: Date | null;

  @Field(() => DateTime, { nullable: true })
  readonly to?: Date | null;
}

@InputType('PaymentFilter', { description: 'All conditions that are given hold at once.' })
export class PaymentFilterInput {
  @Field(() => [PaymentStatus], { nullable: true, description: 'One of these.' })
  readonly status?: readonly Status[] | null;

  @Field(() => String, { nullable: true, description: 'ISO 4217 code.' })
  readonly currency?: string | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Those that people have to look at, or those that they do not.',
  })
  readonly needsReview?: boolean | null;

  @Field(() => CreatedBetweenInput, { nullable: true })
  readonly createdBetween?: CreatedBetweenInput | null;
}

@ArgsType()
export class PaymentsArgs extends ConnectionArgs {
  @Field(() => PaymentFilterInput, { nullable: true })
  readonly filter?: PaymentFilterInput | null;
}
