import { describe, expect, it } from '@jest/globals';
import { IdleMemory } from '../../src/platform/idle-memory.js';

const megabyte = 1_000_000;
const idle = 0.01;

describe('IdleMemory', () => {
  it('collects what the start has left, and then nothing while the heap stays as it is', () => {
    const memory = new IdleMemory();
    expect(memory.isDue({ busy: idle, heapUsed: 90 * megabyte })).toBe(true);
    memory.collected(60 * megabyte);
    expect(memory.isDue({ busy: idle, heapUsed: 60 * megabyte })).toBe(false);
    expect(memory.isDue({ busy: idle, heapUsed: 90 * megabyte })).toBe(false);
    expect(memory.isDue({ busy: idle, heapUsed: 91 * megabyte })).toBe(true);
  });

  it('never collects while there is work', () => {
    const memory = new IdleMemory();
    memory.collected(60 * megabyte);
    expect(memory.isDue({ busy: 0.05, heapUsed: 400 * megabyte })).toBe(false);
    expect(memory.isDue({ busy: 0.049, heapUsed: 400 * megabyte })).toBe(true);
  });

  it('measures growth from what the last collection left, also when that was more than before', () => {
    const memory = new IdleMemory();
    memory.collected(60 * megabyte);
    memory.collected(100 * megabyte);
    expect(memory.isDue({ busy: idle, heapUsed: 140 * megabyte })).toBe(false);
    expect(memory.isDue({ busy: idle, heapUsed: 151 * megabyte })).toBe(true);
  });
});
