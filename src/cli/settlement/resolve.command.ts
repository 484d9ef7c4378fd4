import { suspenseEnds } from '../../ledger/money-fact.js';
import { type BreakResolved, ResolveBreak } from '../../settlement/resolve-break.js';
import type { CliCommand, Task } from '../cli-command.js';
import { readOperator, byOption } from '../dead-letters/selection.js';
import { exitCode } from '../exit-code.js';
import type { Typed } from '../typed.js';
import { WrongUsage } from '../wrong-usage.js';

const sentences = {
  resolved: 'resolved',
  notFound: 'there is no such break',
  alreadyResolved: 'it was resolved before',
  accountNeeded: 'the money of its line stands in suspense: name with --account where it belongs',
  nothingToBook: 'nothing of it stands in suspense: leave --account out',
} as const satisfies Record<BreakResolved, string>;

function read(typed: Typed): Task {
  const [breakId, ...more] = typed.ids();
  if (breakId === undefined || more.length > 0) throw new WrongUsage('Name one ID, as the report does');
  const account = typed.oneOf('account', suspenseEnds) ?? null;
  const asked = { breakId, account, by: readOperator(typed), reason: typed.required('because') };
  return async ({ commands, output }) => {
    const outcome = await commands.execute(new ResolveBreak(asked));
    await output.print({ id: breakId, outcome }, `${breakId}  ${sentences[outcome]}`);
    return outcome === 'resolved' ? exitCode.ok : exitCode.failed;
  };
}

export const resolveBreakCommand: CliCommand = {
  name: 'settlement resolve',
  operands: 'ID',
  summary: 'Ends a break of the report by your word; of a line in suspense, with where its money belongs.',
  options: {
    because: { type: 'string', value: 'TEXT', help: 'why, for the record; required' },
    account: { type: 'string', value: 'ACCOUNT', help: `one of ${suspenseEnds.join(', ')}` },
    ...byOption,
  },
  read,
};
