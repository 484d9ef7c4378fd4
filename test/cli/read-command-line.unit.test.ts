import { describe, expect, it } from '@jest/globals';
import type { CliCommand } from '../../src/cli/cli-command.js';
import { cliCommands } from '../../src/cli/commands.js';
import { exitCode } from '../../src/cli/exit-code.js';
import { readCommandLine } from '../../src/cli/read-command-line.js';
import type { Typed } from '../../src/cli/typed.js';

const id = '0197A1B2-0000-7000-8000-000000000001';

/** A command that has every kind of option, and what its reader made of them. */
function asking(read: (typed: Typed) => unknown): {
  readonly commands: readonly CliCommand[];
  readonly seen: unknown[];
} {
  const seen: unknown[] = [];
  const text = { type: 'string', value: 'X', help: 'an option' } as const;
  const command: CliCommand = {
    name: 'things do',
    operands: '[ID...]',
    summary: 'Does things.',
    options: { name: text, count: text, order: text, from: text, kind: text, quickly: { type: 'boolean', help: 'so' } },
    read: (typed) => {
      seen.push(read(typed));
      return () => Promise.resolve(exitCode.ok);
    },
  };
  return { commands: [command], seen };
}

describe('what was typed', () => {
  it('comes to a task, each option read by its rule', () => {
    const { commands, seen } = asking((typed) => ({
      name: typed.required('name'),
      count: typed.whole('count', 1, 10),
      order: typed.uuid('order'),
      from: typed.time('from'),
      kind: typed.oneOf('kind', ['large', 'small']),
      quickly: typed.flag('quickly'),
      ids: typed.ids(),
    }));
    const line = `things do --name n --count 10 --order ${id} --from 2026-07-01T12:00:00+02:00 --kind small --quickly ${id}`;
    expect(readCommandLine(line.split(' '), commands)).toMatchObject({ kind: 'task', mode: 'text' });
    const order = id.toLowerCase();
    const from = new Date('2026-07-01T10:00:00Z');
    expect(seen).toEqual([{ name: 'n', count: 10, order, from, kind: 'small', quickly: true, ids: [order] }]);
  });

  it('may ask for an answer for programs', () => {
    const { commands } = asking(() => null);
    expect(readCommandLine(['things', 'do', '--json'], commands)).toMatchObject({ kind: 'task', mode: 'json' });
  });

  it.each<[string, (typed: Typed) => unknown, string]>([
    ['--count 11', (typed) => typed.whole('count', 1, 10), '--count must be a whole number from 1 to 10'],
    ['--count 1e1', (typed) => typed.whole('count', 1, 10), '--count must be a whole number from 1 to 10'],
    ['--order 7', (typed) => typed.uuid('order'), '--order must be a UUID'],
    ['--kind tiny', (typed) => typed.oneOf('kind', ['large', 'small']), '--kind must be one of large, small'],
    ['--name=', (typed) => typed.text('name'), '--name must not be empty'],
    ['', (typed) => typed.required('name'), '--name is required'],
    ['seven', (typed) => typed.ids(), 'an ID must be a UUID'],
    ['--from 2026-07-01', (typed) => typed.time('from'), '--from must be a date and time with its offset'],
    ['--from 2026-13-01T00:00:00Z', (typed) => typed.time('from'), '--from must be a date and time with its offset'],
    ['--nonsense', () => null, "Unknown option '--nonsense'"],
    ['--name', () => null, "Option '--name <value>' argument missing"],
  ])('is refused with the flag and its rule: %s', (args, read, sentence) => {
    const asked = readCommandLine(['things', 'do', ...args.split(' ').filter(Boolean)], asking(read).commands);
    expect(asked).toEqual({ kind: 'wrong', sentence: expect.stringContaining(sentence) });
    expect(asked).toEqual({ kind: 'wrong', sentence: expect.stringContaining('(finance things do --help)') });
  });

  it('that is no command is refused with those that there are', () => {
    for (const argv of [['thing'], ['things', 'undo'], ['--json']]) {
      const sentence = 'There is no such command; there are things do (finance --help)';
      expect(readCommandLine(argv, asking(() => null).commands)).toEqual({ kind: 'wrong', sentence });
    }
  });
});

describe('finance dead-letters', () => {
  it.each([
    ['redrive', 'Name IDs, --reason, --type or --order'],
    ['redrive --reason Tired', '--reason must be one of TooLarge, '],
    ['discard --type x', '--because is required'],
    ['list --status lost', '--status must be one of open, redriven, discarded'],
    ['show', 'Name one ID'],
    [`show ${id} ${id}`, 'Name one ID'],
    ['groups x', 'dead-letters groups takes no operands'],
  ])('refuses %s before anything is connected', (args, sentence) => {
    const asked = readCommandLine(['dead-letters', ...args.split(' ')], cliCommands);
    expect(asked).toEqual({ kind: 'wrong', sentence: expect.stringContaining(sentence) });
  });
});

describe('the help', () => {
  it.each([[[]], [['--help']], [['things']], [['things', '--help']]])('of %j names every command', (argv) => {
    const asked = readCommandLine(argv, asking(() => null).commands);
    expect(asked).toEqual({ kind: 'help', text: expect.stringContaining('things do [ID...]  Does things.') });
  });

  it.each(cliCommands)('of $name names each of its options', ({ name, summary, options }) => {
    const asked = readCommandLine([...name.split(' '), '--help'], cliCommands);
    expect(asked).toEqual({ kind: 'help', text: expect.stringContaining(summary) });
    for (const option of [...Object.keys(options), 'json', 'help'])
      expect(asked).toEqual({ kind: 'help', text: expect.stringContaining(`--${option}`) });
  });
});
