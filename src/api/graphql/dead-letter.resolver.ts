import { QueryBus } from '@nestjs/cqrs';
import { Args, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { DeadLetterBody } from '../../queries/dead-letter-body.js';
import { GetDeadLetter } from '../../queries/get-dead-letter.js';
import { DeadLetterBodyType, DeadLetterType } from './dead-letter.type.js';
import { Uuid } from './scalars.js';

const largestBody = 1024 * 1024;

@Resolver(() => DeadLetterType)
export class DeadLetterResolver {
  constructor(private readonly queries: QueryBus) {}

  @Query(() => DeadLetterType, { nullable: true, description: 'One dead letter; null where there is none.' })
  async deadLetter(@Args('id', { type: () => Uuid }) id: string): Promise<DeadLetterType | null> {
    const letter = await this.queries.execute(new GetDeadLetter(id));
    return letter === null ? null : new DeadLetterType(letter);
  }

  @ResolveField(() => DeadLetterBodyType, {
    nullable: true,
    description: 'Null above 1 MiB: `finance dead-letters show` prints it.',
  })
  async body(@Parent() { id, size }: DeadLetterType): Promise<DeadLetterBodyType | null> {
    if (size > largestBody) return null;
    const body = await this.queries.execute(new DeadLetterBody(id));
    return body === null ? null : new DeadLetterBodyType(body);
  }
}
