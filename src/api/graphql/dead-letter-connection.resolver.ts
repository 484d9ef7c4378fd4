import { QueryBus } from '@nestjs/cqrs';
import { Args, Int, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { CountDeadLetters } from '../../queries/count-dead-letters.js';
import { ListDeadLetters } from '../../queries/list-dead-letters.js';
import { DeadLetterConnectionType } from './dead-letter-connection.type.js';
import { toDeadLettersAsked } from './dead-letters-asked.js';
import { DeadLettersArgs } from './dead-letters.args.js';

@Resolver(() => DeadLetterConnectionType)
export class DeadLetterConnectionResolver {
  constructor(private readonly queries: QueryBus) {}

  @Query(() => DeadLetterConnectionType, { description: 'Dead letters by pages, last buried first.' })
  async deadLetters(@Args() args: DeadLettersArgs): Promise<DeadLetterConnectionType> {
    const asked = toDeadLettersAsked(args);
    return new DeadLetterConnectionType(await this.queries.execute(new ListDeadLetters(asked)), asked.filter);
  }

  @ResolveField(() => Int, { description: 'All letters that the filter finds. Counted only when asked for.' })
  totalCount(@Parent() { filter }: DeadLetterConnectionType): Promise<number> {
    return this.queries.execute(new CountDeadLetters(filter));
  }
}
