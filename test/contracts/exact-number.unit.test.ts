import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { exactNumber } from '../../src/contracts/exact-number.js';

describe('a number of a JSON text', () => {
  it.each(['12345678901234567.89', '1e2', '-0', '1E+400', '0.1000000000000000055511151231257827'])(
    'is %s, digit for digit',
    (token) => {
      expect(exactNumber(`{"a": {"Total" : ${token}}}`, ['a', 'total'])).toBe(token);
      expect(exactNumber(`{"b": "total", "a": {"total":${token}}, "total": 7}`, ['a', 'total'])).toBe(token);
      expect(exactNumber(`{"a": {"t\\u006ftal":${token}}}`, ['a', 'total'])).toBe(token);
    },
  );

  it('is the last of two with the same name, and the exactly spelt of two that differ by case', () => {
    expect(exactNumber('{"total": 1, "total": 2}', ['total'])).toBe('2');
    expect(exactNumber('{"total": 1, "TOTAL": 2}', ['total'])).toBe('1');
    expect(exactNumber('{"TOTAL": 1, "Total": 2}', ['total'])).toBe('2');
  });

  it('is none where something else stands', () => {
    expect(exactNumber('{"total": "1"}', ['total'])).toBeNull();
    expect(exactNumber('{"a": {"\\u0074otal": true}, "total": 1}', ['a', 'total'])).toBeNull();
  });

  it('is what JSON.parse would have seen, whatever stands around it', () => {
    const around = fc.dictionary(fc.constantFrom('total', 'TOTAL', 'x', '"total": 1', '\\'), fc.json({ maxDepth: 2 }));
    fc.assert(
      fc.property(around, fc.double({ noNaN: true, noDefaultInfinity: true }), around, (before, number, after) => {
        const members = (from: Readonly<Record<string, string>>) =>
          Object.entries(from).map(([name, value]) => `${JSON.stringify(name)}:${value}`);
        const inner = `{${[`"total":${JSON.stringify(number)}`, ...members(before)].join(',')}}`;
        const text = `{${[...members(before), `"in":${inner}`, ...members(after)].join(',')}}`;
        const seen = (JSON.parse(text) as { readonly in: { readonly total: unknown } }).in.total;
        if (typeof seen !== 'number') return;
        expect(Number(exactNumber(text, ['in', 'total']))).toBe(seen);
      }),
    );
  });
});
