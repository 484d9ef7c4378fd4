import { describe, expect, it } from '@jest/globals';
import { Latencies } from '../../demo/neighbours/latency.js';
import type { Books, Reckoning } from '../../demo/money.js';
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
  money: null,
};

const position = { held: 100n, captured: 123_456_789n, owed: 123_456_789n };
const books: Books = {
  moved: {
    authorized: { count: 9, amount: 123_457_394n },
    captured: { count: 6, amount: 123_456_789n },
    voided: { count: 2, amount: 505n },
  },
  gateway: position,
  ledger: position,
  restless: { count: 0, some: [] },
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

describe('the screen of the demo, where orders are paid', () => {
  it('counts on a line what the gateway has moved', () => {
    const { made, text } = screen({});
    for (const elapsedMs of [0, 5_000]) made.show({ ...status, elapsedMs, money: books });
    expect(text()).toContain('authorized 9 (1,234,573.94) · captured 6 (1,234,567.89) · voided 2 (5.05) USD');
  });

  it('has rows for what the gateway has moved and for what the ledger says', () => {
    const { made, text } = screen({ isTTY: true, columns: 80 });
    made.show({ ...status, money: { ...books, ledger: { held: 250n, captured: 7n, owed: 7n } } });
    expect(text()).toMatch(
      /authorized +9 +1,234,573\.94 USD\n.*captured +6 +1,234,567\.89 USD\n.*voided +2 +5\.05 USD\n/,
    );
    expect(text()).toMatch(/ledger: captured +0\.07 USD\n.*ledger: on hold +2\.50 USD\n/);
  });

  it('has none of them where nothing is paid', () => {
    const { made, text } = screen({ isTTY: true, columns: 80 });
    made.show(status);
    expect(text()).not.toMatch(/authorized|ledger/);
  });
});

describe('the summary of the demo', () => {
  const outcome = { status, restMs: 2_000, unfinished: 0, seed: 5, wrong: [], reckoning: null };

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

describe('the summary of the demo, where orders are paid', () => {
  const said = (reckoning: Reckoning): string =>
    summary({ status, restMs: 1, unfinished: 0, seed: 5, wrong: [], tallies: new Map(), reckoning }).join('\n');

  it('shows both books and their difference', () => {
    const text = said({ books, completed: 6, verdict: 'right' });
    expect(text).toMatch(
      /gateway's +1\.00 +1,234,567\.89 +1,234,567\.89\n.*service's +1\.00 +1,234,567\.89 +1,234,567\.89\n/,
    );
    expect(text).toMatch(/difference +0\.00 +0\.00 +0\.00$/m);
    expect(text).not.toContain('WRONG');
  });

  it('names what the books differ by, and payments that did not come to rest', () => {
    const ledger = { ...position, held: 40n };
    const restless = { count: 3, some: ['order o-1 is CAPTURING'] };
    const text = said({ books: { ...books, ledger, restless }, completed: 7, verdict: 'wrong' });
    expect(text).toMatch(/difference +-0\.60 +0\.00 +0\.00$/m);
    expect(text).toContain("WRONG: on hold, the service's books say -0.60 more than the gateway's");
    expect(text).toContain('WRONG: 7 orders were completed, 6 payments captured');
    expect(text).toContain('WRONG: 3 payments did not come to rest: order o-1 is CAPTURING');
  });

  it('says so where nobody waited for the payments', () => {
    const text = said({ books: { ...books, restless: { count: 1, some: [] } }, completed: 6, verdict: 'not compared' });
    expect(text).toContain('the books were not compared');
    expect(text).not.toContain('WRONG');
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
