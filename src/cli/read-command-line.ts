import { parseArgs } from 'node:util';
import { isNativeError } from 'node:util/types';
import type { CliCommand, Task } from './cli-command.js';
import { everywhere, helpOf, helpOfAll } from './help.js';
import type { OutputMode } from './output.js';
import { Typed } from './typed.js';
import { WrongUsage } from './wrong-usage.js';

export type Asked =
  | { readonly kind: 'task'; readonly task: Task; readonly mode: OutputMode }
  | { readonly kind: 'help'; readonly text: string }
  | { readonly kind: 'wrong'; readonly sentence: string };

/** What the command line asks for. Never throws for what was typed. */
export function readCommandLine(argv: readonly string[], commands: readonly CliCommand[]): Asked {
  const command = commands.find(({ name }) => name.split(' ').every((word, index) => argv[index] === word));
  if (command === undefined) return withoutCommand(argv, commands);
  const args = argv.slice(command.name.split(' ').length);
  try {
    const { values, positionals } = parse(command, args);
    if (values.help === true) return { kind: 'help', text: helpOf(command) };
    if (command.operands === undefined && positionals.length > 0)
      throw new WrongUsage(`${command.name} takes no operands`);
    const task = command.read(new Typed(values, positionals));
    return { kind: 'task', task, mode: values.json === true ? 'json' : 'text' };
  } catch (error) {
    if (!isUsage(error)) throw error;
    return { kind: 'wrong', sentence: `${firstSentence(error)} (finance ${command.name} --help)` };
  }
}

const parse = (command: CliCommand, args: readonly string[]) =>
  parseArgs({ args: [...args], options: typesOf({ ...command.options, ...everywhere }), allowPositionals: true });

const typesOf = (options: CliCommand['options']) =>
  Object.fromEntries(Object.entries(options).map(([name, { type }]) => [name, { type }]));

function withoutCommand(argv: readonly string[], commands: readonly CliCommand[]): Asked {
  const [first] = argv;
  if (first === undefined || first === '--help' || first === '-h') return { kind: 'help', text: helpOfAll(commands) };
  const group = commands.filter(({ name }) => name.startsWith(`${first} `));
  if (group.length > 0 && (argv.length === 1 || argv.includes('--help')))
    return { kind: 'help', text: helpOfAll(group) };
  const known = (group.length > 0 ? group : commands).map(({ name }) => name).join(', ');
  return { kind: 'wrong', sentence: `There is no such command; there are ${known} (finance --help)` };
}

const isUsage = (error: unknown): error is Error =>
  error instanceof WrongUsage ||
  (isNativeError(error) && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS'));

/** Node's own sentences go on with advice. */
const firstSentence = ({ message }: Error): string => (message.split(/\.\s/)[0] ?? message).replace(/\.$/, '');
