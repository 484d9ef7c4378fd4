import { type Random, randomFrom, shuffled } from '../../demo/neighbours/random.js';
import type { Fault, FaultKind } from './faults/fault.js';

/** Faults that strike together, each with its delay in milliseconds. */
export type Round = readonly { readonly fault: Fault; readonly afterMs: number }[];

const mostAtOnce = 4;
const spreadMs = 3_000;

/** The rounds of a seed, without an end: each kind alone first, in the seed's order, then overlaps. The same seed, the same rounds. */
export function* roundsOf(seed: number, kinds: readonly FaultKind[]): Generator<Round, never> {
  const random = randomFrom(seed);
  for (const kind of shuffled(random, kinds)) yield [{ fault: dealt(kind, random), afterMs: 0 }];
  for (;;) yield overlap(random, kinds);
}

/** Without the part in which each kind strikes alone. */
export function* overlapsOf(seed: number, kinds: readonly FaultKind[]): Generator<Round, never> {
  const random = randomFrom(seed);
  for (;;) yield overlap(random, kinds);
}

const dealt = (kind: FaultKind, random: Random): Fault => ({ kind: kind.kind, ...kind.deal(random) });

function overlap(random: Random, kinds: readonly FaultKind[]): Round {
  const size = 2 + Math.floor(random() * (mostAtOnce - 1));
  const chosen: Fault[] = [];
  for (const kind of shuffled(random, kinds)) {
    const fault = dealt(kind, random);
    const free = chosen.every(({ subjects }) => subjects.every((subject) => !fault.subjects.includes(subject)));
    if (free) chosen.push(fault);
    if (chosen.length === size) break;
  }
  return chosen.map((fault) => ({ fault, afterMs: Math.round(random() * spreadMs) }));
}
