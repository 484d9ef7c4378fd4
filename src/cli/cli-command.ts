import type { CommandBus, QueryBus } from '@nestjs/cqrs';
import type { ExitCode } from './exit-code.js';
import type { Output } from './output.js';
import type { Typed } from './typed.js';

/** What a command works with: the two buses, and nothing behind them. */
export type Surroundings = { readonly commands: CommandBus; readonly queries: QueryBus; readonly output: Output };

export type Task = (around: Surroundings) => Promise<ExitCode>;

export type Option = {
  readonly type: 'string' | 'boolean';
  /** What stands for its value in the help. */
  readonly value?: string;
  readonly help: string;
};

/** One command of `finance`. Every one has `--json` and `--help` beside its own options. */
export type CliCommand = {
  /** The words that call it, such as `dead-letters list`. */
  readonly name: string;
  /** Its operands as the help shows them; none if left out. */
  readonly operands?: string;
  readonly summary: string;
  readonly options: Readonly<Record<string, Option>>;
  /** What was typed, as the work that it asks for; nothing is connected before. @throws WrongUsage */
  readonly read: (typed: Typed) => Task;
};
