import type { Chance } from '../engine/chance.js';
import { type FaultKind, faultKinds, paymentFaultKinds } from './fault-kinds.js';

/** The kinds that a run may suffer, each with how many times as often as usual it strikes there. */
export type Weather = ReadonlyMap<FaultKind, number>;

const storm = 4;

/**
 * No kind in one run of twenty, else each with a chance that is the run's own; one in three of them storms, since what two
 * rare faults do together is seldom seen at their usual rates.
 * @param amid kinds that storm in any case
 */
export function drawWeather(chance: Chance, amid: readonly FaultKind[] = []): Weather {
  return new Map([...draw(chance, faultKinds), ...amid.map((kind) => [kind, storm] as const)]);
}

/** The same of what only a run with payments may suffer, from a chance of its own: the other kinds of its seed stay as they are. */
export const drawPaymentWeather = (chance: Chance): Weather => new Map(draw(chance, paymentFaultKinds));

function draw(chance: Chance, kinds: readonly FaultKind[]): readonly (readonly [FaultKind, number])[] {
  const share = chance.happens(0.05) ? 0 : chance.pick([0.1, 0.3, 0.6]);
  const drawn = kinds.filter(() => chance.happens(share));
  return drawn.map((kind) => [kind, chance.pick([1, 1, storm])] as const);
}
