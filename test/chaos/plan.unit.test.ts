import { describe, expect, it } from '@jest/globals';
import { catalogue } from './catalogue.js';
import { type Round, roundsOf } from './plan.js';

function first(count: number, seed: number): readonly Round[] {
  const rounds = roundsOf(seed, catalogue);
  return Array.from({ length: count }, () => rounds.next().value);
}

const described = (rounds: readonly Round[]) =>
  rounds.map((round) => round.map(({ fault: { kind, details }, afterMs }) => `${kind} ${details} ${afterMs}`));

const rounds = first(catalogue.length + 200, 7);

describe('the plan of a chaos run', () => {
  it('is the same for the same seed, and another for another', () => {
    expect(described(first(100, 7))).toEqual(described(rounds.slice(0, 100)));
    expect(described(first(100, 8))).not.toEqual(described(rounds.slice(0, 100)));
  });

  it('has at least 25 kinds of fault, and deals each alone first', () => {
    const alone = rounds.slice(0, catalogue.length).map((round) => round.map(({ fault }) => fault.kind));
    expect(new Set(alone.flat()).size).toBeGreaterThanOrEqual(25);
    expect(alone.flat().sort()).toEqual(catalogue.map(({ kind }) => kind).sort());
  });

  it('overlaps two to four faults afterwards, of which no two strike the same', () => {
    for (const round of rounds.slice(catalogue.length)) {
      expect(round.length).toBeGreaterThanOrEqual(1);
      expect(round.length).toBeLessThanOrEqual(4);
      const subjects = round.flatMap(({ fault }) => fault.subjects);
      expect(new Set(subjects).size).toBe(subjects.length);
    }
    expect(new Set(rounds.map((round) => round.length))).toEqual(new Set([1, 2, 3, 4]));
  });
});
