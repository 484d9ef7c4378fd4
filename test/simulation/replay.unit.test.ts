import { describe, expect, it } from '@jest/globals';
import { simulate } from './run.js';

describe('a seed', () => {
  it('is the same run every time, to the last step', async () => {
    for (const seed of [1, 2, 3, 4, 5]) {
      const [first, again] = [await simulate(seed, true), await simulate(seed, true)];
      expect(again.trace).toEqual(first.trace);
      expect(again.hash).toBe(first.hash);
    }
  });

  it('is another run than the next one', async () => {
    expect((await simulate(1)).hash).not.toBe((await simulate(2)).hash);
  });
});
