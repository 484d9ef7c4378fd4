import { QueryBus } from '@nestjs/cqrs';
import { Args, Int, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { CountPayments } from '../../queries/payments/count-payments.js';
import { ListPayments } from '../../queries/payments/list-payments.js';
import { PaymentConnectionType } from './payment-connection.type.js';
import { toPaymentsAsked } from './payments-asked.js';
import { PaymentsArgs } from './payments.args.js';

@Resolver(() => PaymentConnectionType)
export class PaymentConnectionResolver {
  constructor(private readonly queries: QueryBus) {}

  @Query(() => PaymentConnectionType, { description: 'Payments by pages, last created first.' })
  async payments(@Args() args: PaymentsArgs): Promise<PaymentConnectionType> {
    const asked = toPaymentsAsked(args);
    return new PaymentConnectionType(await this.queries.execute(new ListPayments(asked)), asked.filter);
  }

  @ResolveField(() => Int, { description: 'All payments that the filter finds. Counted only when asked for.' })
  totalCount(@Parent() { filter }: PaymentConnectionType): Promise<number> {
    return this.queries.execute(new CountPayments(filter));
  }
}
