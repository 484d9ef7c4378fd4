import { QueryBus } from '@nestjs/cqrs';
import { Args, Query, Resolver } from '@nestjs/graphql';
import { Reconciliation } from '../../queries/settlement/reconciliation.js';
import { Day } from './day.scalar.js';
import { ReconciliationType } from './reconciliation.type.js';

@Resolver()
export class ReconciliationResolver {
  constructor(private readonly queries: QueryBus) {}

  @Query(() => ReconciliationType, { description: 'For a past day always the same answer.' })
  async reconciliation(@Args('date', { type: () => Day }) date: string): Promise<ReconciliationType> {
    return new ReconciliationType(await this.queries.execute(new Reconciliation(date)));
  }
}
