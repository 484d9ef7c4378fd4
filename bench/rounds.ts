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

/** No round is begun that would end after so many minutes, going by the one before; growth and peers don't count. */
export type Rounds = { readonly atMost: number; readonly minutes: number };

/** Who watches the run: a line for each step of it, and when to begin nothing more. */
export type Watcher = { readonly say: (line: string) => void; readonly interrupted: AbortSignal };

/** Alternating: every part of a round before the next round, so that a slow minute of the machine meets all of them. */
export async function measureRounds(
  asked: readonly Part[],
  rounds: Rounds,
  { urls, folder }: Surroundings,
  { say, interrupted }: Watcher,
): Promise<Outcome> {
  const all: ReadonlyMap<string, Figures>[] = [];
  const faults: string[] = [];
  const time = new RunTime();
  for (let round = 1; round <= rounds.atMost; round += 1) {
    if (time.minutesAfterAnother() > rounds.minutes) {
      say(`no round ${String(round)}: it would end after ${digits(time.minutesAfterAnother())} minutes`);
      break;
    }
    const figures = new Map<string, Figures>();
    all.push(figures);
    const earlier = (name: string, figure: string) => figures.get(name)?.[figure];
    for (const one of asked.filter((each) => round === 1 || each.rounds === 'every')) {
      if (interrupted.aborted) break;
      const turn = `round ${String(round)} of ${String(rounds.atMost)}: ${one.name}`;
      say(turn);
      const began = performance.now();
      try {
        const measured = await one.measure({ servers: urls, folder, earlier, say });
        figures.set(one.name, measured);
        for (const [figure, value = Number.NaN] of Object.entries(measured)) say(`  ${figure} ${digits(value)}`);
      } catch (error) {
        faults.push(`${turn} failed: ${reasonOf(error)}`);
      }
      const seconds = (performance.now() - began) / 1_000;
      time.took(one, seconds);
      say(`  (${digits(seconds)} s)`);
    }
  }
  return { measured: asked.flatMap((one) => together(one, all)), faults };
}

/** What the parts of every run have taken. */
class RunTime {
  private total = 0;
  private readonly secondsByPart = new Map<Part, number>();

  took(one: Part, seconds: number): void {
    if (one.occasion !== 'always') return;
    this.total += seconds;
    if (one.rounds === 'every') this.secondsByPart.set(one, seconds);
  }

  minutesAfterAnother(): number {
    return [...this.secondsByPart.values()].reduce((sum, seconds) => sum + seconds, this.total) / 60;
  }
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
