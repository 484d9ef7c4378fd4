import { expect, it } from '@jest/globals';
import { ageingOf } from '../../src/queries/settlement/ageing.js';
import { daysBefore, readDay } from '../../src/queries/settlement/settlement-day.js';

it('puts every age into one bucket', () => {
  const buckets = [0, 1, 2, 3, 4, 7, 8, 400].map(ageingOf);
  expect(buckets).toEqual(['0-1', '0-1', '2-3', '2-3', '4-7', '4-7', '>7', '>7']);
});

it('counts days by the calendar, in UTC', () => {
  const day = readDay('2026-03-01');
  if (day === null) throw new Error('It is one');
  expect([day.from.toISOString(), day.to.toISOString()]).toEqual([
    '2026-03-01T00:00:00.000Z',
    '2026-03-02T00:00:00.000Z',
  ]);
  const ages = ['2026-03-01T23:59:59.999Z', '2026-03-01T00:00:00Z', '2026-02-28T23:59:59.999Z', '2026-02-21T12:00:00Z'];
  expect(ages.map((time) => daysBefore(day, new Date(time)))).toEqual([0, 0, 1, 8]);
});

it.each(['2026-02-30', '2026-7-1', '2026-07-01T00:00:00Z', '', '0026-07-01'])('takes %j for no day', (text) => {
  expect(readDay(text)).toBeNull();
});
