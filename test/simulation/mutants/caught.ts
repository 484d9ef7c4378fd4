import type { BatchReport } from '../batch.js';
import { mutants } from './mutants.js';

/** A mutant is caught when the invariant that has to notice it has; an other's word could be chance. */
export function isCaught(name: string | null, { failed }: BatchReport): boolean {
  const mutant = mutants.find((one) => one.name === name);
  return failed.some(({ violations }) => violations.some(({ invariant }) => invariant === mutant?.caughtBy));
}
