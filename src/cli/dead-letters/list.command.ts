import { letterStatuses, type DeadLetterView } from '../../queries/dead-letter-view.js';
import { ListDeadLetters } from '../../queries/list-dead-letters.js';
import type { CliCommand, Task } from '../cli-command.js';
import { exitCode } from '../exit-code.js';
import type { Typed } from '../typed.js';
import { readConditions, selectionOptions } from './selection.js';

const page = 100;
const mostLetters = 1_000_000;
const usual = 50;

const toText = ({ id, lastAt, reason, type, orderId, attempts, detail }: DeadLetterView): string =>
  `${id}  ${lastAt.toISOString()}  ${reason}  ${type ?? '-'}  ${orderId ?? '-'}  ${attempts}×  ${detail}`;

function read(typed: Typed): Task {
  const filter = { ...readConditions(typed), statuses: [typed.oneOf('status', letterStatuses) ?? 'open'] } as const;
  const most = typed.whole('limit', 1, mostLetters) ?? usual;
  return async ({ queries, output }) => {
    let after: bigint | undefined;
    let left = most;
    for (let goesOn = true; goesOn;) {
      const asked = { filter, first: Math.min(page, left), after };
      const { rows, hasNextPage } = await queries.execute(new ListDeadLetters(asked));
      for (const letter of rows) await output.print(letter, toText(letter));
      after = rows.at(-1)?.position;
      left -= rows.length;
      goesOn = hasNextPage && left > 0;
      if (hasNextPage && left === 0) await output.remark('There are more: see --limit.');
    }
    return exitCode.ok;
  };
}

export const listCommand: CliCommand = {
  name: 'dead-letters list',
  summary: 'Lists dead letters, last buried first.',
  options: {
    ...selectionOptions,
    status: { type: 'string', value: 'STATUS', help: `one of ${letterStatuses.join(', ')} (open)` },
    limit: { type: 'string', value: 'N', help: `at most so many (${usual})` },
  },
  read,
};
