import { Command } from '@nestjs/cqrs';
import { z } from 'zod';
import { letterRules, type LetterSelection } from './letter-selection.js';

/**
 * What redriving a letter came to: its message was `applied`, changed nothing (`ignored`), waits for its checkout (`deferred`) or
 * had been applied before (`duplicate`); it `failedAgain`; or, outbound, it was `released` to the relay, unless it had been
 * before (`alreadyReleased`) or another operator has `discarded` it meanwhile.
 */
export const redriveOutcomes = [
  'applied',
  'ignored',
  'deferred',
  'duplicate',
  'failedAgain',
  'released',
  'alreadyReleased',
  'discarded',
] as const;
export type RedriveOutcome = (typeof redriveOutcomes)[number];

export type RedrivenLetter = {
  readonly id: string;
  readonly outcome: RedriveOutcome;
  /** Why it failed again; null where it didn't. */
  readonly fault: { readonly reason: string; readonly detail: string } | null;
};

export type Redriven = {
  /** Oldest first. */
  readonly letters: readonly RedrivenLetter[];
  /** Where the next call goes on; null at the end. */
  readonly next: bigint | null;
};

export type RedriveAsked = {
  readonly which: LetterSelection;
  /** Who asks. */
  readonly by: string;
  readonly first: number;
  readonly after: bigint | null;
};

/** Tries open dead letters again, oldest first. Safe to repeat, and for several operators at once: the inbox knows what was applied. */
export class RedriveDeadLetters extends Command<Redriven> {
  static readonly rules = z.object({ which: letterRules.which, by: letterRules.by, first: letterRules.first });

  readonly which: LetterSelection;
  readonly by: string;
  readonly first: number;
  readonly after: bigint | null;

  constructor({ which, by, first, after }: RedriveAsked) {
    super();
    this.which = which;
    this.by = by;
    this.first = first;
    this.after = after;
  }
}
