import { CommandBus } from '@nestjs/cqrs';
import { Args, Mutation, Resolver } from '@nestjs/graphql';
import { DiscardDeadLetters } from '../../saga/discard-dead-letters.js';
import { RedriveDeadLetters } from '../../saga/redrive-dead-letters.js';
import { DiscardDeadLettersInput, RedriveDeadLettersInput, toSelection } from './dead-letter.inputs.js';
import {
  DeadLettersDiscardedType,
  DeadLettersRedrivenType,
  DiscardDeadLettersResult,
  NoOpenDeadLettersType,
  RedriveDeadLettersResult,
} from './dead-letter-results.type.js';
import { positionOf } from './dead-letters-asked.js';

const asked = ({ which, by, first, after }: RedriveDeadLettersInput) => ({
  which: toSelection(which),
  by,
  first,
  after: positionOf('after', after) ?? null,
});

@Resolver()
export class DeadLetterMutationsResolver {
  constructor(private readonly commands: CommandBus) {}

  @Mutation(() => RedriveDeadLettersResult, {
    description: 'Tries open dead letters again, oldest first. Safe to repeat: nothing is applied twice.',
  })
  async redriveDeadLetters(@Args('input') input: RedriveDeadLettersInput): Promise<typeof RedriveDeadLettersResult> {
    const redriven = await this.commands.execute(new RedriveDeadLetters(asked(input)));
    return redriven.letters.length === 0 ? new NoOpenDeadLettersType() : new DeadLettersRedrivenType(redriven);
  }

  @Mutation(() => DiscardDeadLettersResult, {
    description: 'Puts open dead letters away for good. A quarantined message among them will not go out.',
  })
  async discardDeadLetters(@Args('input') input: DiscardDeadLettersInput): Promise<typeof DiscardDeadLettersResult> {
    const { reason } = input;
    const discarded = await this.commands.execute(new DiscardDeadLetters({ ...asked(input), reason }));
    return discarded.letters.length === 0 ? new NoOpenDeadLettersType() : new DeadLettersDiscardedType(discarded);
  }
}
