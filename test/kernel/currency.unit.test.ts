import { describe, expect, it } from '@jest/globals';
import { Currency, exponentOf, isCurrency } from '../../src/kernel/currency.js';

describe('a currency', () => {
  // Where ISO 4217 and what Intl says part, and one of each exponent.
  it.each([
    ['HUF', 2],
    ['IDR', 2],
    ['PKR', 2],
    ['ISK', 0],
    ['JPY', 0],
    ['USD', 2],
    ['TND', 3],
    ['UYW', 4],
  ])('has the exponent of ISO 4217: %s has %d', (code, exponent) => {
    expect(exponentOf(Currency(code))).toBe(exponent);
  });

  it.each(['', 'usd', 'EURO', 'XXX', 'toString', '__proto__', ' USD'])('is a code of the list, unlike %j', (raw) => {
    expect(isCurrency(raw)).toBe(false);
    expect(() => Currency(raw)).toThrow('ISO 4217');
  });
});
