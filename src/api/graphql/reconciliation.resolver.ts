import { QueryBus } from '@nestjs/cqrs';
import { Args, Query, Resolver } from '@nestjs/graphql';
import { Reconciliation } from '../../queries/settlement/reconciliation.js';
import { readCurrency } from '../payments/written-amount.js';
import { Day } from './day.scalar.js';
import { ReconciliationType } from './reconciliation.type.js';

@Resolver()
export class ReconciliationResolver {
  constructor(private readonly queries: QueryBus) {}

  @Query(() => ReconciliationType, { description: 'For a past day always the same answer.' })
  async reconciliation(
    @Args('date', { type: () => Day }) date: string,
    @Args('currency', {
      ...{ type: () => String, nullable: true },
      description: 'ISO 4217 code: only this one, and breaks with an amount in it.',
    })
    currency?: string | null,
  ): Promise<ReconciliationType> {
    const of = currency === null || currency === undefined ? null : readCurrency(currency);
    return new ReconciliationType(await this.queries.execute(new Reconciliation(date, of)));
  }
}
