import { describe, expect, it } from '@jest/globals';
import { Latencies } from '../../demo/neighbours/latency.js';
import { Screen } from '../../demo/screen.js';
import type { Status } from '../../demo/status.js';
import { summary } from '../../demo/summary.js';
import { Throughput } from '../../demo/throughput.js';

const status: Status = {
  placed: 12,
  placingMs: 1_000,
  inFlight: 3,
  received: 40,
  repeats: 1,
  foreign: 0,
  mails: 20,
  latency: { p50: 4.2, p99: 31 },
  strays: [],
  elapsedMs: 61_000,
  orders: 100,
  atRest: { Placed: 1, Completed: 5, Cancelled: 2, Failed: 1 },
  judged: 7,
  wrong: 0,
  ordersPerSecond: 19.96,
};

function screen(output: { isTTY?: boolean; columns?: number }) {
  let written = '';
  const made = new Screen({ ...output, write: (text) => (written += text) });
  return { made, text: () => written };
}

describe('the screen of the demo', () => {
  it('draws its table over the last one on a terminal', () => {
    const { made, text } = screen({ isTTY: true, columns: 100 });
    made.show(status);
    const rows = text().split('\n').length - 1;
    expect(text()).toContain('p50 4.2 ms · p99 31 ms');
    made.show(status);
    expect(text()).toContain(`\u001b[${rows}A\u001b[0J`);
  });

  it('keeps every row of the table within the terminal', () => {
    const { made, text } = screen({ isTTY: true, columns: 30 });
    made.show(status);
    expect(
      Math.max(
        ...text()
          .split('\n')
          .map((row) => row.length),
      ),
    ).toBeLessThan(30);
  });

  it('writes a line every five seconds where no terminal is', () => {
    const { made, text } = screen({});
    for (const elapsedMs of [0, 1_000, 4_900, 5_000, 9_900, 10_000]) made.show({ ...status, elapsedMs });
    expect(text().match(/\n/g)).toHaveLength(2);
    expect(text()).toContain('placed 12 of 100 | at rest 9 (Placed 1 · Completed 5 · Cancelled 2 · Failed 1)');
  });
});

describe('the summary of the demo', () => {
  const outcome = { status, restMs: 2_000, unfinished: 0, seed: 5, wrong: [] };

  it('counts the orders of each fate', () => {
    const lines = summary({ ...outcome, tallies: new Map([['completed', { orders: 7, wrong: 0 }]]) });
    expect(lines).toContainEqual(expect.stringMatching(/completed +7$/));
    expect(lines).toContain('7 orders checked, 7 right, 0 wrong (seed 5)');
  });

  it('names each wrong order with what was wrong', () => {
    const wrong = [{ orderId: 'o-1', fate: 'completed', faults: ['expected one thing, saw another'] }];
    const lines = summary({ ...outcome, wrong, tallies: new Map([['completed', { orders: 7, wrong: 1 }]]) });
    expect(lines).toContainEqual(expect.stringContaining('o-1'));
    expect(lines).toContain('    expected one thing, saw another');
  });
});

describe('what the demo measures', () => {
  it('gives percentiles to two in a hundred', () => {
    const latencies = new Latencies();
    for (let milliseconds = 1; milliseconds <= 1_000; milliseconds += 1) latencies.add(milliseconds);
    const { p50, p99 } = latencies.percentiles();
    expect(Math.abs((p50 ?? 0) - 500)).toBeLessThan(12);
    expect(Math.abs((p99 ?? 0) - 990)).toBeLessThan(22);
  });

  it('has no percentile of nothing', () => {
    expect(new Latencies().percentiles()).toEqual({ p50: null, p99: null });
  });

  it('takes the rate of the last seconds only', () => {
    const throughput = new Throughput();
    for (let second = 1; second <= 20; second += 1) throughput.of(second * 10, second * 1_000);
    expect(throughput.of(200, 25_000)).toBeCloseTo(0);
    // From the last sample that is five seconds old.
    expect(throughput.of(300, 26_000)).toBeCloseTo(100 / 6);
  });
});
