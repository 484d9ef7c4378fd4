import type { Flags } from './flags.js';
import { BenchFailed, type FigureKind, type Figures, type Part } from './part.js';
import { digits } from './digits.js';
import type { Surroundings } from './surroundings.js';

/** A figure with its value in each round in which it was measured. */
export type Measured = {
  readonly part: string;
  readonly figure: string;
  readonly values: readonly number[];
} & FigureKind;

/** What a run came to: a part that failed costs its own figures of that round, not the minutes of the others. */
export type Outcome = { readonly measured: readonly Measured[]; readonly faults: readonly string[] };

/** Who watches the run: a line for each step of it, and when to begin nothing more. */
export type Watcher = { readonly say: (line: string) => void; readonly interrupted: AbortSignal };

/** Alternating: every part of a round before the next round, so that a slow minute of the machine meets all of them. */
export async function measureRounds(
  asked: readonly Part[],
  { rounds }: Pick<Flags, 'rounds'>,
  { urls, folder }: Surroundings,
  { say, interrupted }: Watcher,
): Promise<Outcome> {
  const all: ReadonlyMap<string, Figures>[] = [];
  const faults: string[] = [];
  for (let round = 1; round <= rounds; round += 1) {
    const figures = new Map<string, Figures>();
    all.push(figures);
    const earlier = (name: string, figure: string) => figures.get(name)?.[figure];
    for (const one of asked.filter((each) => round === 1 || each.rounds === 'every')) {
      if (interrupted.aborted) break;
      const turn = `round ${String(round)} of ${String(rounds)}: ${one.name}`;
      say(turn);
      try {
        const measured = await one.measure({ servers: urls, folder, earlier, say });
        figures.set(one.name, measured);
        for (const [figure, value = Number.NaN] of Object.entries(measured)) say(`  ${figure} ${digits(value)}`);
      } catch (error) {
        faults.push(`${turn} failed: ${reasonOf(error)}`);
      }
    }
  }
  return { measured: asked.flatMap((one) => together(one, all)), faults };
}

const together = ({ name, figures }: Part, all: readonly ReadonlyMap<string, Figures>[]): readonly Measured[] =>
  Object.entries(figures).map(([figure, kind]) => ({
    ...kind,
    part: name,
    figure,
    values: all.flatMap((round) => round.get(name)?.[figure] ?? []),
  }));

/** Ours says all there is to say; of another error the place matters too. */
function reasonOf(error: unknown): string {
  if (error instanceof BenchFailed) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
