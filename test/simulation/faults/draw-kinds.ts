import type { Chance } from '../engine/chance.js';
import { type FaultKind, faultKinds } from './fault-kinds.js';

/** Which kinds a run may suffer: none in one run of twenty, else each with a chance that is the run's own. */
export function drawKinds(chance: Chance): ReadonlySet<FaultKind> {
  if (chance.happens(0.05)) return new Set();
  const share = chance.pick([0.1, 0.3, 0.6]);
  return new Set(faultKinds.filter(() => chance.happens(share)));
}
