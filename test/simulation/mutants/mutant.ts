import type { FaultKind } from '../faults/fault-kinds.js';

/** One fault, put into one place of the compiled code while it's loaded: nothing of it is in the product. */
export type Mutant = {
  readonly name: string;
  /** What the code then does, as a sentence. */
  readonly does: string;
  /** The invariant that has to notice, by its name; more may. */
  readonly caughtBy: string;
  /** The compiled file, from dist/. A file of the simulation stands for what the service does in SQL. */
  readonly file: string;
  /** Stands in the file exactly once. */
  readonly find: string;
  readonly replace: string;
  /** Kinds of fault that have to meet for it to show: they storm in all its runs. */
  readonly amid?: readonly FaultKind[];
};
