import type { CliCommand, Option } from './cli-command.js';

/** Options that every command has. */
export const everywhere: Readonly<Record<string, Option>> = {
  json: { type: 'boolean', help: 'for programs: one JSON value a line' },
  help: { type: 'boolean', help: 'this' },
};

const exitCodes = 'Exit codes: 0 done, 1 failed, 2 wrong usage, 5 a check found faults.';

const columns = (rows: readonly (readonly [string, string])[]): string => {
  const width = Math.max(...rows.map(([left]) => left.length));
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`).join('\n');
};

const call = ({ name, operands }: CliCommand): string => (operands === undefined ? name : `${name} ${operands}`);

export const helpOfAll = (commands: readonly CliCommand[]): string =>
  [
    'finance COMMAND [options]',
    'Works on the database of DATABASE_URL, or on the embedded one, whether or not the service runs.',
    columns(commands.map((command) => [call(command), command.summary])),
    'finance COMMAND --help names the options of one.',
    exitCodes,
  ].join('\n\n');

export const helpOf = (command: CliCommand): string =>
  [
    `finance ${call(command)} [options]`,
    command.summary,
    columns(
      Object.entries({ ...command.options, ...everywhere }).map(([name, { value, help }]) => [
        value === undefined ? `--${name}` : `--${name} ${value}`,
        help,
      ]),
    ),
    exitCodes,
  ].join('\n\n');
