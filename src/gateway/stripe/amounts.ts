import { Currency, exponentOf, isCurrency } from '../../kernel/currency.js';
import type { Money } from '../../kernel/money.js';

// What Stripe's page of currencies says. UGX stands there in the list of those without decimals, and again among the special
// cases, which win: like ISK it has two digits that are always 00. MGA has none with Stripe and two in ISO 4217.
const codesByDigits: Readonly<Record<number, string>> = {
  0: 'BIF CLP DJF GNF JPY KMF KRW MGA PYG RWF VND VUV XAF XOF XPF',
  2:
    'AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BRL BSD BWP BYN BZD CAD CDF CHF CNY COP CRC CVE CZK ' +
    'DKK DOP DZD EGP ETB EUR FJD FKP GBP GEL GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR ISK JMD KES KGS KHR KYD KZT ' +
    'LAK LBP LKR LRD LSL MAD MDL MKD MMK MNT MOP MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR ' +
    'PLN QAR RON RSD RUB SAR SBD SCR SEK SGD SHP SLE SOS SRD SZL THB TJS TOP TRY TTD TWD TZS UAH UGX USD UYU UZS WST ' +
    'XCD XCG YER ZAR ZMW',
  3: 'BHD JOD KWD OMR TND',
};

/** The currencies that can be charged, with the digits that Stripe's amounts of them have. */
export const stripeDigits: ReadonlyMap<Currency, number> = new Map(
  Object.entries(codesByDigits).flatMap(([digits, codes]) =>
    codes.split(' ').map((code): [Currency, number] => [Currency(code), Number(digits)]),
  ),
);

/** The card networks behind Stripe want the last of three digits to be 0. */
const stepOf = (digits: number): bigint => (digits === 3 ? 10n : 1n);

export type AmountFault = 'currency_not_taken' | 'amount_not_representable';

/** An amount as Stripe counts it, or why Stripe has no number for it: it is never rounded. */
export function toStripe({ minor, currency }: Money): number | AmountFault {
  const digits = stripeDigits.get(currency);
  if (digits === undefined) return 'currency_not_taken';
  const amount = shifted(minor, digits - exponentOf(currency));
  const exact = amount !== null && amount % stepOf(digits) === 0n && amount <= Number.MAX_SAFE_INTEGER;
  return exact ? Number(amount) : 'amount_not_representable';
}

/** @param code as Stripe spells it, in lower case. @returns null for what our own minor units can't say */
export function fromStripe(amount: number, code: string): Money | null {
  const currency = code.toUpperCase();
  if (!isCurrency(currency) || !Number.isSafeInteger(amount)) return null;
  const digits = stripeDigits.get(currency);
  const minor = digits === undefined ? null : shifted(BigInt(amount), exponentOf(currency) - digits);
  return minor === null ? null : { minor, currency };
}

/** Times ten to the power of `places`; null where digits would be lost. */
function shifted(amount: bigint, places: number): bigint | null {
  const factor = 10n ** BigInt(Math.abs(places));
  if (places >= 0) return amount * factor;
  return amount % factor === 0n ? amount / factor : null;
}
