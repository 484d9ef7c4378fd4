import { RedriveDeadLetters, type RedrivenLetter, type RedriveOutcome } from '../../saga/redrive-dead-letters.js';
import type { CliCommand, Task } from '../cli-command.js';
import { exitCode } from '../exit-code.js';
import type { Typed } from '../typed.js';
import { byOption, readOperator, readSelection, selectionOptions } from './selection.js';

// More would only wait longer for the first answer: the store writes 200 inputs at a time.
const page = 200;

type Counts = ReadonlyMap<RedriveOutcome, number>;

const count = (counts: Counts, letters: readonly RedrivenLetter[]): Counts =>
  letters.reduce((so, { outcome }) => new Map(so).set(outcome, (so.get(outcome) ?? 0) + 1), counts);

const inWords = (counts: Counts): string =>
  [...counts].map(([outcome, letters]) => `${letters} ${outcome}`).join(', ') || 'No open dead letter is meant';

const toText = ({ id, outcome, fault }: RedrivenLetter): string =>
  fault === null ? `${id}  ${outcome}` : `${id}  ${outcome}  ${fault.reason}: ${fault.detail}`;

function read(typed: Typed): Task {
  const which = readSelection(typed);
  const by = readOperator(typed);
  return async ({ commands, output }) => {
    let counts: Counts = new Map();
    let after: bigint | null = null;
    do {
      const asked: RedriveDeadLetters = new RedriveDeadLetters({ which, by, first: page, after });
      const { letters, next } = await commands.execute(asked);
      for (const letter of letters) await output.print(letter, toText(letter));
      counts = count(counts, letters);
      await output.remark(inWords(counts));
      after = next;
    } while (after !== null);
    return (counts.get('failedAgain') ?? 0) > 0 ? exitCode.failed : exitCode.ok;
  };
}

export const redriveCommand: CliCommand = {
  name: 'dead-letters redrive',
  operands: '[ID...]',
  summary: 'Tries open dead letters again, oldest first; safe to repeat. Exit code 1 where one failed again.',
  options: { ...selectionOptions, ...byOption },
  read,
};
