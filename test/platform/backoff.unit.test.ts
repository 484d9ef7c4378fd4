import { describe, expect, it } from '@jest/globals';
import { backoff } from '../../src/platform/backoff.js';

const range = { firstMs: 100, capMs: 10_000 };

describe('backoff', () => {
  it('doubles from the first pause to the cap, and stays there', () => {
    const atMost = [0, 1, 2, 6, 7, 50, 5000].map((failures) => backoff(failures, range, 1));
    expect(atMost).toEqual([100, 200, 400, 6400, 10_000, 10_000, 10_000]);
  });

  it('leaves half of the pause to chance', () => {
    expect([0, 0.5, 1].map((chance) => backoff(3, range, chance))).toEqual([400, 600, 800]);
  });
});
