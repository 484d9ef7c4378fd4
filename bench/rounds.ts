import type { Flags } from './flags.js';
import type { FigureKind, Figures, Part } from './part.js';
import { digits } from './digits.js';
import type { Surroundings } from './surroundings.js';

/** A figure with its value in each round in which it was measured. */
export type Measured = {
  readonly part: string;
  readonly figure: string;
  readonly values: readonly number[];
} & FigureKind;

/** Alternating: every part of a round before the next round, so that a slow minute of the machine meets all of them. */
export async function measureRounds(
  asked: readonly Part[],
  { rounds }: Pick<Flags, 'rounds'>,
  { urls, folder }: Surroundings,
  say: (line: string) => void,
): Promise<readonly Measured[]> {
  const all: ReadonlyMap<string, Figures>[] = [];
  for (let round = 1; round <= rounds; round += 1) {
    const figures = new Map<string, Figures>();
    all.push(figures);
    const earlier = (name: string, figure: string) => figures.get(name)?.[figure];
    for (const one of asked.filter((each) => round === 1 || each.rounds === 'every')) {
      say(`round ${String(round)} of ${String(rounds)}: ${one.name}`);
      const measured = await one.measure({ servers: urls, folder, earlier, say });
      figures.set(one.name, measured);
      for (const [figure, value = Number.NaN] of Object.entries(measured)) say(`  ${figure} ${digits(value)}`);
    }
  }
  return asked.flatMap((one) =>
    Object.entries(one.figures).map(([figure, kind]) => ({
      ...kind,
      part: one.name,
      figure,
      values: all.flatMap((figures) => figures.get(one.name)?.[figure] ?? []),
    })),
  );
}
