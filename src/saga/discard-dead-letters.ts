import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { z } from 'zod';
import { letterRules, type LetterSelection, writtenReason } from './letter-selection.js';
import { OpenLetters, type Stretch } from './open-letters.js';

export type DiscardAsked = {
  readonly which: LetterSelection;
  readonly by: string;
  readonly reason: string;
  readonly first: number;
  readonly after: bigint | null;
};

/** Puts open dead letters away for good, oldest first, with who did it and why. Answers their ids. */
export class DiscardDeadLetters extends Command<Stretch<string>> {
  static readonly rules = z.object({
    which: letterRules.which,
    by: letterRules.by,
    reason: writtenReason,
    first: letterRules.first,
  });

  readonly which: LetterSelection;
  readonly by: string;
  readonly reason: string;
  readonly first: number;
  readonly after: bigint | null;

  constructor({ which, by, reason, first, after }: DiscardAsked) {
    super();
    this.which = which;
    this.by = by;
    this.reason = reason;
    this.first = first;
    this.after = after;
  }
}

@CommandHandler(DiscardDeadLetters)
export class DiscardDeadLettersHandler implements ICommandHandler<DiscardDeadLetters> {
  constructor(private readonly letters: OpenLetters) {}

  execute({ which, by, reason, first, after }: DiscardDeadLetters): Promise<Stretch<string>> {
    return this.letters.discard({ which, after, limit: first }, { by, reason });
  }
}
