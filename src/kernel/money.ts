import { type Currency, exponentOf } from './currency.js';

/** An amount in minor units (cents, or whatever the currency's exponent makes of it), never without its currency. */
export type Money = { readonly minor: bigint; readonly currency: Currency };

/** Why a decimal string is no amount of money. */
export type MoneyFault = 'not a decimal number' | 'negative' | 'more digits than the currency has' | 'too large';

export type MoneyParsed =
  { readonly ok: true; readonly money: Money } | { readonly ok: false; readonly fault: MoneyFault };

// What PostgreSQL's bigint holds: amounts are stored as minor units.
const largestMinor = 2n ** 63n - 1n;
const longestDecimal = 64;
const decimal = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,3}))?$/;

const refused = (fault: MoneyFault): MoneyParsed => ({ ok: false, fault });

/** `digits` times ten to the power of `-scale`. */
type Decimal = { readonly negative: boolean; readonly digits: string; readonly scale: number };

function readDecimal(raw: string): Decimal | null {
  const match = raw.length <= longestDecimal ? decimal.exec(raw.trim()) : null;
  if (match === null) return null;
  const [, sign = '', whole = '', fraction = '', power = '0'] = match;
  const digits = whole + fraction;
  return digits === '' ? null : { negative: sign === '-', digits, scale: fraction.length - Number(power) };
}

/**
 * Reads a decimal string (`42.5`, `42.5000`, `4.25e1`) without ever passing through a double.
 * Zeros beyond the currency's exponent are fine, other digits there are refused rather than rounded.
 */
export function parseMoney(raw: string, currency: Currency): MoneyParsed {
  const read = readDecimal(raw);
  if (read === null) return refused('not a decimal number');
  const { negative, digits, scale } = read;
  if (/^0+$/.test(digits)) return { ok: true, money: { minor: 0n, currency } };
  if (negative) return refused('negative');
  return inMinorUnits(digits, exponentOf(currency) - scale, currency);
}

/** @param shift places by which the decimal point moves to the right */
function inMinorUnits(digits: string, shift: number, currency: Currency): MoneyParsed {
  if (shift > longestDecimal) return refused('too large');
  const kept = shift < 0 ? digits.slice(0, shift) : digits + '0'.repeat(shift);
  const cut = shift < 0 ? digits.slice(shift) : '';
  if (/[1-9]/.test(cut)) return refused('more digits than the currency has');
  const minor = BigInt(kept);
  return minor <= largestMinor ? { ok: true, money: { minor, currency } } : refused('too large');
}

/** The amount as a decimal string with all digits of its currency: `42.50`, `-1200` (JPY), `1.250` (KWD). */
export function formatMoney({ minor, currency }: Money): string {
  const exponent = exponentOf(currency);
  const sign = minor < 0n ? '-' : '';
  const digits = (minor < 0n ? -minor : minor).toString().padStart(exponent + 1, '0');
  return exponent === 0 ? sign + digits : `${sign}${digits.slice(0, -exponent)}.${digits.slice(-exponent)}`;
}

export const sameMoney = (a: Money, b: Money): boolean => a.minor === b.minor && a.currency === b.currency;
