import { ArgsType, Field, InputType } from '@nestjs/graphql';
import type { OrderId } from '../../kernel/ids.js';
import type { LetterDirection, LetterStatus } from '../../queries/dead-letter-view.js';
import type { DeadLetterReason as Reason } from '../../saga/dead-letter-reason.js';
import { ConnectionArgs } from './connection.args.js';
import { DeadLetterDirection, DeadLetterReason, DeadLetterStatus } from './dead-letter.enums.js';
import { Uuid } from './scalars.js';

@InputType('DeadLetterFilter', { description: 'All conditions that are given hold at once.' })
export class DeadLetterFilterInput {
  @Field(() => [DeadLetterStatus], { nullable: true, description: 'One of these; OPEN, if left out.' })
  readonly status?: readonly LetterStatus[] | null;

  @Field(() => DeadLetterDirection, { nullable: true })
  readonly direction?: LetterDirection | null;

  @Field(() => DeadLetterReason, { nullable: true })
  readonly reason?: Reason | null;

  @Field(() => String, { nullable: true, description: 'The name of the message type on the wire.' })
  readonly type?: string | null;

  @Field(() => Uuid, { nullable: true })
  readonly orderId?: OrderId | null;
}

@ArgsType()
export class DeadLettersArgs extends ConnectionArgs {
  @Field(() => DeadLetterFilterInput, { nullable: true })
  readonly filter?: DeadLetterFilterInput | null;
}
