import { describe, expect, it } from '@jest/globals';
import { IdleMemory } from '../../src/platform/idle-memory.js';

const megabyte = 1_000_000;
const [idle, working] = [0.049, 0.05];

describe('IdleMemory', () => {
  it('collects what the start has left, and what a busy time has left, once each', () => {
    const memory = new IdleMemory();
    expect(memory.isDue({ busy: idle, heapBytes: 120 * megabyte })).toBe(true);
    memory.collected(80 * megabyte);
    expect(memory.isDue({ busy: idle, heapBytes: 120 * megabyte })).toBe(false);
    expect(memory.isDue({ busy: working, heapBytes: 160 * megabyte })).toBe(false);
    expect(memory.isDue({ busy: idle, heapBytes: 160 * megabyte })).toBe(true);
    memory.collected(80 * megabyte);
    expect(memory.isDue({ busy: idle, heapBytes: 160 * megabyte })).toBe(false);
  });

  it('never collects while there is work', () => {
    const memory = new IdleMemory();
    expect(memory.isDue({ busy: working, heapBytes: 400 * megabyte })).toBe(false);
    expect(memory.isDue({ busy: 1, heapBytes: 400 * megabyte })).toBe(false);
  });

  it('leaves a process that always has a little to do alone', () => {
    const memory = new IdleMemory();
    memory.collected(80 * megabyte);
    const looks = Array.from({ length: 1_000 }, (_, minute) => ({ busy: idle, heapBytes: (80 + minute) * megabyte }));
    expect(looks.some((look) => memory.isDue(look))).toBe(false);
  });

  it('finds no pause worth it for a busy time that took next to no memory, until more of it has come together', () => {
    const memory = new IdleMemory();
    memory.collected(80 * megabyte);
    memory.isDue({ busy: working, heapBytes: 90 * megabyte });
    expect(memory.isDue({ busy: idle, heapBytes: 100 * megabyte })).toBe(false);
    expect(memory.isDue({ busy: idle, heapBytes: 101 * megabyte })).toBe(true);
  });
});
