import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { TransientMap, TransientSet } from '../../src/platform/transient.js';

type Change = readonly ['set' | 'delete' | 'clear', number];

const changes = fc.array(
  fc.tuple(
    fc.constantFrom<Change[0]>('set', 'set', 'set', 'set', 'delete', 'delete', 'clear'),
    fc.integer({ min: 0, max: 400 }),
  ),
  { maxLength: 2_000, size: 'max' },
);

describe('TransientMap', () => {
  it('holds what a Map would hold, in its order, however often it has moved', () => {
    fc.assert(
      fc.property(changes, (all) => {
        const map = new TransientMap<number, number>();
        const model = new Map<number, number>();
        for (const [turn, [change, key]] of all.entries()) {
          if (change === 'clear') {
            // Rare: it would keep both small.
            if (key > 2) continue;
            map.clear();
            model.clear();
          } else if (change === 'delete') {
            map.delete(key);
            model.delete(key);
          } else {
            map.set(key, turn);
            model.set(key, turn);
          }
          expect(map.size).toBe(model.size);
        }
        expect([...map]).toEqual([...model]);
        expect([...map.keys()]).toEqual([...model.keys()]);
        expect([...map.values()]).toEqual([...model.values()]);
        for (let key = 0; key <= 400; key += 1) {
          expect(map.has(key)).toBe(model.has(key));
          expect(map.get(key)).toBe(model.get(key));
        }
      }),
      { numRuns: 50 },
    );
  });
});

describe('TransientSet', () => {
  it('holds each value once, in the order of their coming', () => {
    const set = new TransientSet<number>();
    for (let value = 0; value < 1_000; value += 1) {
      set.add(value);
      set.add(value);
      if (value >= 100) set.delete(value - 100);
    }
    expect(set.size).toBe(100);
    expect([...set]).toEqual(Array.from({ length: 100 }, (_, index) => 900 + index));
    expect([set.has(899), set.has(900)]).toEqual([false, true]);
  });
});
