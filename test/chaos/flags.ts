import { parseArgs } from 'node:util';
import { type Mutant, mutantNamed } from './mutants/mutants.js';

/** What the command line asks for. */
export type Flags = {
  /** Deals the same faults again, and the same orders. */
  readonly seed: number;
  /** How long orders flow and faults strike; what follows until all is quiet comes on top. */
  readonly minutes: number;
  /** New orders a second, as far as those under way leave room. */
  readonly rate: number;
  /** Seconds that a recovery may take, and the quiet at the end; longer only for a machine that is busy with other things. */
  readonly patience: number;
  /** Only faults with one of these in their kind's name; none for all. */
  readonly only: readonly string[];
  /** Skips the part in which each kind strikes alone. */
  readonly overlaps: boolean;
  /** A fault of the service itself, to see that the run finds it. */
  readonly mutant: Mutant | null;
};

const usage =
  'npm run chaos -- [--seed N] [--minutes M] [--rate ORDERS-A-SECOND] [--patience SECONDS] [--only KIND]... [--overlaps] [--mutant NAME]';

/** The command line can't be understood. */
export class WrongFlag extends Error {
  readonly code = 'CHAOS.WRONG_FLAG';
  constructor(sentence: string) {
    super(`${sentence}; ${usage}`);
  }
}

/** @throws WrongFlag */
export function readFlags(argv: readonly string[]): Flags {
  const option = { type: 'string' } as const;
  const options = { seed: option, minutes: option, rate: option, patience: option, mutant: option };
  const others = { only: { type: 'string', multiple: true }, overlaps: { type: 'boolean' } } as const;
  const { values } = parseOrRefuse(() =>
    parseArgs({ args: [...argv], options: { ...options, ...others }, strict: true }),
  );
  const mutant = values.mutant === undefined ? null : mutantNamed(values.mutant);
  return {
    seed: numberIn('--seed', values.seed, { fallback: 1, least: 0, most: 4_294_967_295 }),
    minutes: numberIn('--minutes', values.minutes, { fallback: 10, least: 0.1, most: 10_000 }),
    rate: numberIn('--rate', values.rate, { fallback: 12, least: 0.1, most: 1_000 }),
    patience: numberIn('--patience', values.patience, { fallback: 60, least: 1, most: 3_600 }),
    only: values.only ?? mutant?.shownBy ?? [],
    overlaps: values.overlaps === true,
    mutant,
  };
}

function parseOrRefuse<T>(parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    throw new WrongFlag(error instanceof Error ? error.message : 'The options are wrong');
  }
}

type Range = { readonly fallback: number; readonly least: number; readonly most: number };

function numberIn(flag: string, raw: string | undefined, { fallback, least, most }: Range): number {
  const value = raw === undefined ? fallback : Number(raw);
  if (value >= least && value <= most) return value;
  throw new WrongFlag(`${flag} must be a number from ${least} to ${most}`);
}
