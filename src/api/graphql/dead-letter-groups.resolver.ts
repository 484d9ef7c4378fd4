import { QueryBus } from '@nestjs/cqrs';
import { Field, Int, ObjectType, Query, Resolver } from '@nestjs/graphql';
import { type DeadLetterGroup, DeadLetterGroups } from '../../queries/dead-letter-groups.js';
import { DeadLetterReason } from './dead-letter.enums.js';
import { DateTime } from './scalars.js';

@ObjectType('DeadLetterGroup', { description: 'Open dead letters of one reason and one message type.' })
class DeadLetterGroupType {
  @Field(() => DeadLetterReason)
  readonly reason: string;

  @Field(() => String, { nullable: true })
  readonly type: string | null;

  @Field(() => Int)
  readonly letters: number;

  @Field(() => Int, { description: 'Orders that are known to be concerned.' })
  readonly orders: number;

  @Field(() => DateTime)
  readonly firstAt: Date;

  @Field(() => DateTime)
  readonly lastAt: Date;

  constructor({ reason, type, letters, orders, firstAt, lastAt }: DeadLetterGroup) {
    this.reason = reason;
    this.type = type;
    this.letters = letters;
    this.orders = orders;
    this.firstAt = firstAt;
    this.lastAt = lastAt;
  }
}

@Resolver()
export class DeadLetterGroupsResolver {
  constructor(private readonly queries: QueryBus) {}

  @Query(() => [DeadLetterGroupType], { description: 'What is still to be dealt with, the largest group first.' })
  async deadLetterGroups(): Promise<readonly DeadLetterGroupType[]> {
    const groups = await this.queries.execute(new DeadLetterGroups());
    return groups.map((group) => new DeadLetterGroupType(group));
  }
}
