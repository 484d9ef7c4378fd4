import { createUnionType, Field, ObjectType } from '@nestjs/graphql';
import { writeLetterCursor } from '../../queries/dead-letter-cursor.js';
import type { Stretch } from '../../saga/open-letters.js';
import type { Redriven, RedrivenLetter, RedriveOutcome as Outcome } from '../../saga/redrive-dead-letters.js';
import { DeadLetterReason, RedriveOutcome } from './dead-letter.enums.js';
import { Uuid } from './scalars.js';

const cursorOf = (next: bigint | null): string | null => (next === null ? null : writeLetterCursor(next));
const goesOn = {
  nullable: true,
  description: 'Where the next call goes on, as its `after`; null at the end.',
} as const;

@ObjectType('RedrivenDeadLetter')
export class RedrivenDeadLetterType {
  @Field(() => Uuid)
  readonly id: string;

  @Field(() => RedriveOutcome)
  readonly outcome: Outcome;

  @Field(() => DeadLetterReason, { nullable: true, description: 'Why it failed again.' })
  readonly reason: string | null;

  @Field(() => String, { nullable: true })
  readonly detail: string | null;

  constructor({ id, outcome, fault }: RedrivenLetter) {
    this.id = id;
    this.outcome = outcome;
    this.reason = fault?.reason ?? null;
    this.detail = fault?.detail ?? null;
  }
}

@ObjectType('DeadLettersRedriven')
export class DeadLettersRedrivenType {
  @Field(() => [RedrivenDeadLetterType], { description: 'Oldest first.' })
  readonly letters: readonly RedrivenDeadLetterType[];

  @Field(() => String, goesOn)
  readonly next: string | null;

  constructor({ letters, next }: Redriven) {
    this.letters = letters.map((letter) => new RedrivenDeadLetterType(letter));
    this.next = cursorOf(next);
  }
}

@ObjectType('DeadLettersDiscarded')
export class DeadLettersDiscardedType {
  @Field(() => [Uuid], { description: 'Oldest first.' })
  readonly ids: readonly string[];

  @Field(() => String, goesOn)
  readonly next: string | null;

  constructor({ letters, next }: Stretch<string>) {
    this.ids = letters;
    this.next = cursorOf(next);
  }
}

@ObjectType('NoOpenDeadLetters', {
  description: 'None of the letters that are meant is open: they were dealt with, or never were.',
})
export class NoOpenDeadLettersType {
  @Field(() => String)
  readonly message = 'No open dead letter is meant';
}

export const RedriveDeadLettersResult = createUnionType({
  name: 'RedriveDeadLettersResult',
  types: () => [DeadLettersRedrivenType, NoOpenDeadLettersType] as const,
});

export const DiscardDeadLettersResult = createUnionType({
  name: 'DiscardDeadLettersResult',
  types: () => [DeadLettersDiscardedType, NoOpenDeadLettersType] as const,
});
