import { ArgsType, Field, Int } from '@nestjs/graphql';

/** The stretch of a connection, by the Relay cursor connections specification. */
@ArgsType()
export abstract class ConnectionArgs {
  @Field(() => Int, { nullable: true, description: 'At most 100; 20 if neither `first` nor `last` is given.' })
  readonly first?: number | null;

  @Field(() => String, { nullable: true })
  readonly after?: string | null;

  @Field(() => Int, { nullable: true, description: 'At most 100.' })
  readonly last?: number | null;

  @Field(() => String, { nullable: true })
  readonly before?: string | null;
}
