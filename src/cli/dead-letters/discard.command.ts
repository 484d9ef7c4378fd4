import { DiscardDeadLetters } from '../../saga/discard-dead-letters.js';
import type { CliCommand, Task } from '../cli-command.js';
import { exitCode } from '../exit-code.js';
import type { Typed } from '../typed.js';
import { byOption, readOperator, readSelection, selectionOptions } from './selection.js';

const page = 500;

function read(typed: Typed): Task {
  const which = readSelection(typed);
  const by = readOperator(typed);
  const reason = typed.required('because');
  return async ({ commands, output }) => {
    let discarded = 0;
    let after: bigint | null = null;
    do {
      const asked: DiscardDeadLetters = new DiscardDeadLetters({ which, by, reason, first: page, after });
      const { letters, next } = await commands.execute(asked);
      for (const id of letters) await output.print({ id, outcome: 'discarded' }, `${id}  discarded`);
      discarded += letters.length;
      await output.remark(discarded === 0 ? 'No open dead letter is meant' : `${discarded} discarded`);
      after = next;
    } while (after !== null);
    return exitCode.ok;
  };
}

export const discardCommand: CliCommand = {
  name: 'dead-letters discard',
  operands: '[ID...]',
  summary: 'Puts open dead letters away for good; a quarantined message among them will not go out.',
  options: {
    ...selectionOptions,
    because: { type: 'string', value: 'TEXT', help: 'why, for the record; required' },
    ...byOption,
  },
  read,
};
