import { describe, expect, it } from '@jest/globals';
import { v7 } from 'uuid';
import { OrderId } from '../../src/kernel/ids.js';
import { laneCount, laneOf } from '../../src/kernel/lane.js';

describe('the lane of an order', () => {
  // Stored with each pointer: another answer after an upgrade would hand one order's messages to two relays.
  it.each([
    ['00000000-0000-7000-8000-000000000000', 14],
    ['019a9b5e-7c1c-7000-8000-0000000000b1', 1],
    ['019a9b5e-7c1c-7000-8000-0000000000b2', 8],
  ])('never changes: %s', (id, lane) => {
    expect(laneOf(OrderId(id))).toBe(lane);
  });

  it('spreads ids made at the same moment over all lanes', () => {
    const counts = new Array<number>(laneCount).fill(0);
    for (let made = 0; made < 3_200; made += 1) {
      const lane = laneOf(OrderId(v7()));
      counts[lane] = (counts[lane] ?? 0) + 1;
    }
    // 200 each on average; less than half or more than twice that is no spread.
    expect(Math.min(...counts)).toBeGreaterThan(100);
    expect(Math.max(...counts)).toBeLessThan(400);
  });
});
