import type { ServerUrls } from './server-urls.js';

/** What has to be reached for the figure to be good enough. */
export type Reach = { readonly atLeast: number } | { readonly atMost: number };

export type FigureKind = { readonly label: string; readonly unit: string; readonly reach?: Reach };

/** Of one part in one round, by figure. */
export type Figures<Name extends string = string> = Readonly<Partial<Record<Name, number>>>;

/** Asked for by a flag of its own, else part of every run. */
export type Occasion = 'always' | 'growth' | 'peers';

export type Round = {
  readonly servers: ServerUrls;
  /** Processes that work here end with the run, however it ends. */
  readonly folder: string;
  /** What an earlier part measured in this round; undefined if it wasn't asked for. */
  readonly earlier: (part: string, figure: string) => number | undefined;
  /** A line on the terminal about what is under way. */
  readonly say: (line: string) => void;
};

/** One thing to measure. A file exports one, and `parts.ts` lists it. */
export type Part<Name extends string = string> = {
  /** The word for `--only`, and the name in the JSON. */
  readonly name: string;
  readonly title: string;
  readonly occasion: Occasion;
  /** `first`: too long, or too steady, to be measured in every round. */
  readonly rounds: 'every' | 'first';
  /** In the order of the table. */
  readonly figures: Readonly<Record<Name, FigureKind>>;
  /** One round; leaves nothing behind. */
  readonly measure: (round: Round) => Promise<Figures<Name>>;
};

/** Has the compiler hold a part to the figures that it names. */
export const part = <const Name extends string>(made: Part<Name>): Part<Name> => made;

/** The run can't go on, or what was measured isn't what had to be done. */
export class BenchFailed extends Error {
  readonly code = 'BENCH.FAILED';
}
