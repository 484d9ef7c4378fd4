import { describe, expect, it } from '@jest/globals';
import { backoff } from '../../src/broker/backoff.js';

describe('backoff', () => {
  it('doubles from a tenth of a second to ten seconds, and stays there', () => {
    const atMost = [0, 1, 2, 6, 7, 50, 5000].map((failures) => backoff(failures, () => 1));
    expect(atMost).toEqual([100, 200, 400, 6400, 10_000, 10_000, 10_000]);
  });

  it('leaves half of the pause to chance', () => {
    expect([0, 0.5, 1].map((chance) => backoff(3, () => chance))).toEqual([400, 600, 800]);
  });
});
