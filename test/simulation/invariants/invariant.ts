import type { World } from '../world.js';

/** What holds at the end of every run, whatever struck. */
export type Invariant = {
  /** As a sentence. */
  readonly name: string;
  /** @returns what breaks it */
  readonly check: (world: World) => readonly string[];
};
