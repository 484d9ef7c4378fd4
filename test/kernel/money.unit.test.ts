import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Currency } from '../../src/kernel/currency.js';
import { formatMoney, type MoneyFault, parseMoney, sameMoney } from '../../src/kernel/money.js';

const USD = Currency('USD');

describe('an amount in a decimal string', () => {
  it.each([
    ['42.50', 'USD', 4_250n],
    ['42.5', 'USD', 4_250n],
    ['42.5000', 'USD', 4_250n],
    [' +42.50 ', 'USD', 4_250n],
    ['4.25e1', 'USD', 4_250n],
    ['4250e-2', 'USD', 4_250n],
    ['.5', 'USD', 50n],
    ['5.', 'USD', 500n],
    ['1200', 'JPY', 1_200n],
    ['1200.000', 'JPY', 1_200n],
    ['1.25', 'KWD', 1_250n],
    ['0.0001', 'CLF', 1n],
    ['9007199254740993.01', 'USD', 900_719_925_474_099_301n],
    ['92233720368547758.07', 'USD', 2n ** 63n - 1n],
    ['-0.00', 'USD', 0n],
    ['0e999', 'USD', 0n],
    ['0.000000000000', 'JPY', 0n],
  ])('is read to its last digit: %s %s', (raw, currency, minor) => {
    expect(parseMoney(raw, Currency(currency))).toEqual({ ok: true, money: { minor, currency } });
  });

  it.each([
    ['', 'USD', 'not a decimal number'],
    ['.', 'USD', 'not a decimal number'],
    ['42,50', 'USD', 'not a decimal number'],
    ['1_000', 'USD', 'not a decimal number'],
    ['0x10', 'USD', 'not a decimal number'],
    ['NaN', 'USD', 'not a decimal number'],
    ['Infinity', 'USD', 'not a decimal number'],
    ['1e', 'USD', 'not a decimal number'],
    ['1e1000', 'USD', 'not a decimal number'],
    ['٤٢', 'USD', 'not a decimal number'],
    [`1${'0'.repeat(64)}`, 'USD', 'not a decimal number'],
    ['-0.01', 'USD', 'negative'],
    ['42.501', 'USD', 'more digits than the currency has'],
    ['1200.5', 'JPY', 'more digits than the currency has'],
    ['1e-3', 'USD', 'more digits than the currency has'],
    ['1e-999', 'USD', 'more digits than the currency has'],
    ['92233720368547758.08', 'USD', 'too large'],
    ['1e999', 'USD', 'too large'],
  ] satisfies [string, string, MoneyFault][])('is refused with its fault: %j %s', (raw, currency, fault) => {
    expect(parseMoney(raw, Currency(currency))).toEqual({ ok: false, fault });
  });

  it('is the same amount after it was written and read', () => {
    const currency = fc.constantFrom('USD', 'JPY', 'KWD', 'CLF').map(Currency);
    const money = fc.record({ minor: fc.bigInt({ min: 0n, max: 2n ** 63n - 1n }), currency });
    fc.assert(
      fc.property(money, (amount) => {
        expect(parseMoney(formatMoney(amount), amount.currency)).toEqual({ ok: true, money: amount });
      }),
    );
  });

  it('is read at once, however hostile: any string gives an amount or a fault', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 100 }), (raw) => {
        const parsed = parseMoney(raw, USD);
        if (parsed.ok) expect(parsed.money.minor >= 0n && parsed.money.minor < 2n ** 63n).toBe(true);
      }),
    );
  });
});

describe('an amount written out', () => {
  it.each([
    [0n, 'USD', '0.00'],
    [5n, 'USD', '0.05'],
    [4_250n, 'USD', '42.50'],
    [1_200n, 'JPY', '1200'],
    [1_250n, 'KWD', '1.250'],
    [1n, 'CLF', '0.0001'],
    [-5n, 'USD', '-0.05'],
    [-1_200n, 'JPY', '-1200'],
  ])('has all digits of its currency: %d %s is %s', (minor, currency, text) => {
    expect(formatMoney({ minor, currency: Currency(currency) })).toBe(text);
  });
});

it('counts as the same money only in the same currency', () => {
  expect(sameMoney({ minor: 1n, currency: USD }, { minor: 1n, currency: USD })).toBe(true);
  expect(sameMoney({ minor: 1n, currency: USD }, { minor: 2n, currency: USD })).toBe(false);
  expect(sameMoney({ minor: 1n, currency: USD }, { minor: 1n, currency: Currency('EUR') })).toBe(false);
});

it.each([
  [-5n, 'USD', '-0.05'],
  [-4_250n, 'USD', '-42.50'],
  [-1_200n, 'JPY', '-1200'],
  [-1n, 'KWD', '-0.001'],
  [0n, 'USD', '0.00'],
])('is written with its sign below zero: %s minor units of %s', (minor, currency, text) => {
  expect(formatMoney({ minor, currency: Currency(currency) })).toBe(text);
});
