import { describe, expect, it } from '@jest/globals';
import { RecentMap } from '../../src/platform/recent-map.js';

const filled = (least: number, count: number): RecentMap<number, string> => {
  const map = new RecentMap<number, string>(least);
  for (let key = 0; key < count; key += 1) map.set(key, `value ${String(key)}`);
  return map;
};
const kept = (map: RecentMap<number, string>, count: number): readonly number[] =>
  Array.from({ length: count }, (_, key) => key).filter((key) => map.get(key) !== undefined);

describe('a map of what is recent', () => {
  it.each(Array.from({ length: 30 }, (_, count) => count))(
    'has the latest four of %i entries, and eight at most',
    (count) => {
      const keys = kept(filled(4, count), count);
      expect(keys.length).toBeLessThanOrEqual(8);
      expect(keys.length).toBeGreaterThanOrEqual(Math.min(4, count));
      // No gap: what is missing is older than all that is there.
      expect(keys).toEqual(Array.from({ length: keys.length }, (_, index) => count - keys.length + index));
    },
  );

  it('has what was set again as it was set last, and for longer', () => {
    const map = filled(4, 6);
    map.set(0, 'again');
    expect(map.get(0)).toBe('again');
    for (const key of [6, 7, 8]) map.set(key, 'later');
    expect(map.get(0)).toBe('again');
    expect(map.get(1)).toBeUndefined();
  });

  it('needs no room for a key that it has', () => {
    const map = filled(4, 4);
    for (let turn = 0; turn < 100; turn += 1) map.set(turn % 4, 'again');
    expect(kept(map, 4)).toEqual([0, 1, 2, 3]);
  });

  it('tells when a new generation begins', () => {
    const map = new RecentMap<number, string>(4);
    const turns = Array.from({ length: 13 }, (_, key) => key).filter((key) => map.set(key, 'value'));
    expect(turns).toEqual([4, 8, 12]);
  });

  it('forgets all of it', () => {
    const map = filled(4, 6);
    map.clear();
    expect(kept(map, 6)).toEqual([]);
  });
});
