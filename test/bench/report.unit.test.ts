import { describe, expect, it } from '@jest/globals';
import { asJson } from '../../bench/report.js';
import { BenchFailed, type Part } from '../../bench/part.js';
import { measureRounds } from '../../bench/rounds.js';
import { median, quantile } from '../../bench/statistics.js';

const surroundings = {
  urls: { database: '', redis: '', broker: '' },
  folder: '',
  stop: () => Promise.resolve(),
};

const watcher = { say: () => undefined, interrupted: new AbortController().signal };

const speeds = [
  { limit: 1_000, own: 900 },
  { limit: 500, own: 600 },
  { limit: 800, own: 400 },
];

const kind = { label: '', unit: '' };

/** Two parts that answer what the rounds' speeds say. */
function twoParts(): readonly Part[] {
  const [limits, owns] = [speeds.map(({ limit }) => limit).values(), speeds.map(({ own }) => own).values()];
  const about = { title: '', occasion: 'always', rounds: 'every' } as const;
  return [
    {
      ...about,
      name: 'l1',
      figures: { rate: kind },
      measure: () => Promise.resolve({ rate: limits.next().value ?? Number.NaN }),
    },
    {
      ...about,
      name: 'endToEnd',
      figures: { ratioToL1: kind },
      measure: ({ earlier }) =>
        Promise.resolve({ ratioToL1: (owns.next().value ?? Number.NaN) / (earlier('l1', 'rate') ?? Number.NaN) }),
    },
  ];
}

describe('the report of a benchmark', () => {
  it("takes a ratio within each round, and names the rounds' median as one number", async () => {
    const { measured } = await measureRounds(twoParts(), { atMost: speeds.length, minutes: 1 }, surroundings, watcher);

    const json = JSON.parse(asJson(measured, {})) as Record<string, Record<string, unknown>>;

    expect(json['endToEnd']?.['ratioToL1']).toBe(0.9);
    expect(json['rounds']?.['endToEnd']).toEqual({ ratioToL1: [0.9, 1.2, 0.5] });
  });

  it('measures what is asked for once in the first round only', async () => {
    const parts = twoParts().map((part): Part => ({ ...part, rounds: 'first' }));

    const { measured } = await measureRounds(parts, { atMost: 3, minutes: 1 }, surroundings, watcher);

    expect(measured.map(({ values }) => values.length)).toEqual([1, 1]);
  });

  it('begins no round that would end too late, except for what was asked for beside', async () => {
    const rounds = async (parts: readonly Part[]) => {
      const { measured } = await measureRounds(parts, { atMost: 2, minutes: 0 }, surroundings, watcher);
      return measured.map(({ values }) => values.length);
    };

    expect(await rounds(twoParts())).toEqual([1, 1]);
    expect(await rounds(twoParts().map((part): Part => ({ ...part, occasion: 'peers' })))).toEqual([2, 2]);
  });

  it("keeps the others' figures when a part fails, and says what failed", async () => {
    const [first, second] = twoParts();
    if (first === undefined || second === undefined) throw new Error('There are two');
    const failing: Part = { ...first, measure: () => Promise.reject(new BenchFailed('An order is missing')) };

    const { measured, faults } = await measureRounds(
      [failing, { ...second, measure: () => Promise.resolve({ ratioToL1: 1 }) }],
      { atMost: 1, minutes: 1 },
      surroundings,
      watcher,
    );

    expect(faults).toEqual(['round 1 of 1: l1 failed: An order is missing']);
    expect(measured.map(({ part, values }) => [part, values])).toEqual([
      ['l1', []],
      ['endToEnd', [1]],
    ]);
  });

  it('gives percentiles that were measured, and the mean of two middle values as the median', () => {
    const oneToThousand = Array.from({ length: 1_000 }, (_, index) => 1_000 - index);

    expect([0.5, 0.99, 0.999, 1].map((share) => quantile(oneToThousand, share))).toEqual([500, 990, 999, 1_000]);
    expect(quantile([7], 0.99)).toBe(7);
    expect(median([4, 1, 3, 2])).toBe(2.5);
    expect(median([3, 1, 2])).toBe(2);
  });
});
