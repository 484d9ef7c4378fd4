import { Field, InputType, Int } from '@nestjs/graphql';
import type { OrderId } from '../../kernel/ids.js';
import type { DeadLetterReason as Reason } from '../../saga/dead-letter-reason.js';
import type { LetterSelection } from '../../saga/letter-selection.js';
import { DeadLetterReason } from './dead-letter.enums.js';
import { Uuid } from './scalars.js';

@InputType('DeadLetterSelection', {
  description: 'Open letters. All conditions that are given hold at once; one must be given at least.',
})
export class DeadLetterSelectionInput {
  @Field(() => [Uuid], { nullable: true, description: 'At most 500.' })
  readonly ids?: readonly string[] | null;

  @Field(() => DeadLetterReason, { nullable: true })
  readonly reason?: Reason | null;

  @Field(() => String, { nullable: true, description: 'The name of the message type on the wire.' })
  readonly type?: string | null;

  @Field(() => Uuid, { nullable: true })
  readonly orderId?: OrderId | null;
}

const usualStretch = 100;

// Declared, not initialised: Nest would take an initial value for the schema's default.
@InputType('RedriveDeadLettersInput')
export class RedriveDeadLettersInput {
  @Field(() => DeadLetterSelectionInput)
  declare readonly which: DeadLetterSelectionInput;

  @Field(() => String, { description: 'Who does it, for the record.' })
  declare readonly by: string;

  @Field(() => Int, { defaultValue: usualStretch, description: 'So many letters in this call; at most 500.' })
  declare readonly first: number;

  @Field(() => String, { nullable: true, description: 'The `next` of the call before.' })
  readonly after?: string | null;
}

@InputType('DiscardDeadLettersInput')
export class DiscardDeadLettersInput extends RedriveDeadLettersInput {
  @Field(() => String, { description: 'Why, for the record.' })
  declare readonly reason: string;
}

export const toSelection = ({ ids, reason, type, orderId }: DeadLetterSelectionInput): LetterSelection => ({
  ids: ids ?? undefined,
  reason: reason ?? undefined,
  type: type ?? undefined,
  orderId: orderId ?? undefined,
});
