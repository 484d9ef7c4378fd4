import type { Random } from '../../../demo/neighbours/random.js';
import type { Flow } from '../flow.js';
import type { Neighbours } from '../neighbours.js';
import type { Progress } from '../progress.js';
import type { Site } from '../site.js';

/** What a fault may lay its hands on. */
export type Stage = {
  readonly site: Site;
  readonly neighbours: Neighbours;
  readonly flow: Flow;
  readonly progress: Progress;
  /** Orders whose commands a fault took from the neighbours' queue: they come again, but not in order. */
  readonly robbed: Set<string>;
};

/** One fault as it was dealt. */
export type Fault = {
  readonly kind: string;
  /** What it strikes; two faults of one overlap never strike the same. */
  readonly subjects: readonly string[];
  readonly details: string;
  /** Strikes, holds and heals: whatever it broke works again when it resolves. */
  readonly strike: (stage: Stage) => Promise<void>;
};

export type FaultKind = {
  readonly kind: string;
  /** Draws the details: the same chance gives the same fault. */
  readonly deal: (random: Random) => Omit<Fault, 'kind'>;
};

/** Milliseconds from a range of seconds, to a tenth. */
export const between = (random: Random, fromSeconds: number, toSeconds: number): number =>
  Math.round((fromSeconds + random() * (toSeconds - fromSeconds)) * 10) * 100;

export const seconds = (ms: number): string => `${(ms / 1_000).toFixed(1)} s`;
