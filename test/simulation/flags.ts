import { parseArgs } from 'node:util';

/** What the command line asks for. */
export type Asked =
  | { readonly kind: 'batch'; readonly from: number; readonly runs: number; readonly mutant: string | null }
  | { readonly kind: 'replay'; readonly seed: number; readonly trace: boolean; readonly mutant: string | null }
  | { readonly kind: 'mutants'; readonly from: number; readonly runs: number }
  | { readonly kind: 'wrong'; readonly message: string };

export const usage = `npm run simulate -- [--runs 1000] [--from 1]   so many runs, each of its own seed
                   --seed N [--trace]         one run again, twice, with what happened in it
                   --mutant NAME              with this fault put into the code, for either
                   --mutants [--runs 3000]    every mutant, until it's caught`;

const options = {
  runs: { type: 'string' },
  from: { type: 'string', default: '1' },
  seed: { type: 'string' },
  trace: { type: 'boolean', default: false },
  mutant: { type: 'string' },
  mutants: { type: 'boolean', default: false },
} as const;

export function readFlags(args: readonly string[]): Asked {
  try {
    const { values } = parseArgs({ args: [...args], options });
    const mutant = values.mutant ?? null;
    if (values.seed !== undefined) return { kind: 'replay', seed: whole(values.seed), trace: values.trace, mutant };
    const from = whole(values.from);
    if (values.mutants) return { kind: 'mutants', from, runs: whole(values.runs ?? '3000') };
    return { kind: 'batch', from, runs: whole(values.runs ?? '1000'), mutant };
  } catch (error) {
    return { kind: 'wrong', message: error instanceof Error ? error.message : String(error) };
  }
}

function whole(raw: string): number {
  if (!/^\d{1,15}$/.test(raw)) throw new RangeError(`${raw} is no whole number`);
  return Number(raw);
}
