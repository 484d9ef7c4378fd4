import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parseDuration } from '../../src/platform/duration.js';

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

describe('a duration', () => {
  it.each([
    ['00:30:00', 30 * minute],
    ['01:02:03', hour + 2 * minute + 3 * second],
    ['1.00:00:00', day],
    ['10.23:59:59', 10 * day + 23 * hour + 59 * minute + 59 * second],
    ['00:00:00.2', 200],
    ['00:00:01.0050000', 1_005],
    ['00:00:00.0001', 0],
    ['48:00:00', 2 * day],
    ['PT30M', 30 * minute],
    ['PT0.5S', 500],
    ['PT90S', 90 * second],
    ['P1D', day],
    ['P1DT2H3M4.005S', day + 2 * hour + 3 * minute + 4 * second + 5],
  ])('%s is %i milliseconds', (raw, ms) => {
    expect(parseDuration(raw)).toBe(ms);
  });

  it.each([
    ...[
      '',
      '30',
      '30m',
      '00:30',
      '00:60:00',
      '00:00:60',
      '-00:00:01',
      ' 00:00:01',
      '00:00:01 ',
      '00:00:01.',
      '1 00:00:01',
    ],
    ...['P', 'PT', 'P1DT', 'P1Y', 'P1M', 'PT1', '-PT1S', 'PT1S1M', 'pt1s', 'PT1.S', '١0:00:00'],
  ])('%j is none', (raw) => {
    expect(parseDuration(raw)).toBeNull();
  });

  it('means the same in both spellings', () => {
    const upTo = (most: number) => fc.integer({ min: 0, max: most });
    const parts = fc.record({ d: upTo(9_999), h: upTo(23), m: upTo(59), s: upTo(59), ms: upTo(999) });
    fc.assert(
      fc.property(parts, ({ d, h, m, s, ms }) => {
        const fraction = String(ms).padStart(3, '0');
        const expected = d * day + h * hour + m * minute + s * second + ms;
        expect(parseDuration(`${d}.${h}:${m}:${s}.${fraction}`)).toBe(expected);
        expect(parseDuration(`P${d}DT${h}H${m}M${s}.${fraction}S`)).toBe(expected);
      }),
    );
  });
});
