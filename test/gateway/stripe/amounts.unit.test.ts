import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { fromStripe, stripeDigits, toStripe } from '../../../src/gateway/stripe/amounts.js';
import { Currency, exponentOf } from '../../../src/kernel/currency.js';
import { formatMoney, type Money, parseMoney } from '../../../src/kernel/money.js';

function money(decimal: string, code: string): Money {
  const parsed = parseMoney(decimal, Currency(code));
  if (!parsed.ok) throw new Error(parsed.fault);
  return parsed.money;
}

describe('an amount for Stripe', () => {
  it.each<[string, string, number | string]>([
    ['42.50', 'USD', 4250],
    ['500', 'JPY', 500],
    // Two digits that are always 00, though ISO 4217 gives them none.
    ['5', 'ISK', 500],
    ['5', 'UGX', 500],
    // None with Stripe, two in ISO 4217.
    ['7.00', 'MGA', 7],
    ['7.20', 'MGA', 'amount_not_representable'],
    // Payouts of these are in whole units only, charges aren't.
    ['10.45', 'HUF', 1045],
    ['800.45', 'TWD', 80_045],
    ['5.120', 'KWD', 5120],
    ['5.124', 'KWD', 'amount_not_representable'],
    ['1.000', 'IQD', 'currency_not_taken'],
    ['1.0000', 'CLF', 'currency_not_taken'],
    ['90071992547409.91', 'USD', Number.MAX_SAFE_INTEGER],
    ['90071992547409.92', 'USD', 'amount_not_representable'],
  ])('of %s %s is %s', (decimal, code, expected) => {
    expect(toStripe(money(decimal, code))).toBe(expected);
  });

  it.each<[number, string, string | null]>([
    [4250, 'usd', '42.50'],
    [500, 'isk', '5'],
    [550, 'isk', null],
    [500, 'ugx', '5'],
    [7, 'mga', '7.00'],
    [5120, 'kwd', '5.120'],
    [1.5, 'usd', null],
    [100, 'btc', null],
  ])('that is %d %s is read as %s', (amount, code, decimal) => {
    const read = fromStripe(amount, code);
    expect(read === null ? null : formatMoney(read)).toBe(decimal);
  });

  it('comes back as what it was, or is refused: in every currency, whatever the amount', () => {
    const currencies = [...stripeDigits.keys()];
    let taken = 0;
    fc.assert(
      fc.property(fc.constantFrom(...currencies), fc.bigInt({ min: 1n, max: 10n ** 12n }), (currency, minor) => {
        const amount = toStripe({ minor, currency });
        if (typeof amount !== 'number') return;
        taken += 1;
        expect(fromStripe(amount, currency.toLowerCase())).toEqual({ minor, currency });
      }),
      { numRuns: 2_000 },
    );
    expect(taken).toBeGreaterThan(1_500);
  });

  it('is counted as ISO 4217 does but for three currencies', () => {
    const others = [...stripeDigits].filter(([currency, digits]) => exponentOf(currency) !== digits);
    expect(others).toEqual([
      ['MGA', 0],
      ['ISK', 2],
      ['UGX', 2],
    ]);
  });
});
