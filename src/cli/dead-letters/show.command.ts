import { DeadLetterBody } from '../../queries/dead-letter-body.js';
import { GetDeadLetter } from '../../queries/get-dead-letter.js';
import type { CliCommand, Task } from '../cli-command.js';
import { exitCode } from '../exit-code.js';
import type { Typed } from '../typed.js';
import { WrongUsage } from '../wrong-usage.js';

const shown = (value: unknown): string => {
  if (value instanceof Date) return value.toISOString();
  if (typeof value === 'bigint') return String(value);
  return typeof value === 'string' ? value : JSON.stringify(value);
};

function read(typed: Typed): Task {
  const [id, ...others] = typed.ids();
  if (id === undefined || others.length > 0) throw new WrongUsage('Name one ID');
  return async ({ queries, output }) => {
    const letter = await queries.execute(new GetDeadLetter(id));
    const body = await queries.execute(new DeadLetterBody(id));
    if (letter === null || body === null) {
      await output.remark(`There is no dead letter ${id}.`);
      return exitCode.failed;
    }
    const lines = Object.entries(letter).flatMap(([name, value]) =>
      value === null ? [] : [`${name.padEnd(17)} ${shown(value)}`],
    );
    await output.print(
      { ...letter, body },
      [...lines, '', body.encoding === 'base64' ? 'In base64:' : 'As text:', body.content].join('\n'),
    );
    return exitCode.ok;
  };
}

export const showCommand: CliCommand = {
  name: 'dead-letters show',
  operands: 'ID',
  summary: 'Shows one dead letter with its headers and its bytes, as text where they are one, else in base64.',
  options: {},
  read,
};
