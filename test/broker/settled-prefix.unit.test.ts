import { describe, expect, it } from '@jest/globals';
import { SettledPrefix } from '../../src/broker/settled-prefix.js';

describe('SettledPrefix', () => {
  function inHand(...keys: number[]): SettledPrefix<number> {
    const prefix = new SettledPrefix<number>();
    for (const key of keys) prefix.add(key);
    return prefix;
  }

  it('gives up to the first unsettled one, whatever is settled behind it', () => {
    const prefix = inHand(1, 2, 3, 4);
    for (const key of [4, 2, 1]) prefix.settle(key);
    expect(prefix.take()).toEqual([1, 2]);
    expect(prefix.take()).toEqual([]);
    prefix.settle(3);
    expect(prefix.take()).toEqual([3, 4]);
    expect(prefix.size).toBe(0);
  });

  it('ignores what is settled twice, or was never in hand', () => {
    const prefix = inHand(1, 2);
    for (const key of [1, 1, 9]) prefix.settle(key);
    expect(prefix.take()).toEqual([1]);
    prefix.settle(1);
    expect(prefix.keys()).toEqual([2]);
  });
});
