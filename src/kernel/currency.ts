import type { Brand } from './brand.js';

/** An ISO 4217 alphabetic code. */
export type Currency = Brand<string, 'Currency'>;

// ISO 4217 list one. Intl's digits disagree with it (HUF, IDR, PKR and others), so the exponents stand here.
const codesByExponent: Readonly<Record<number, string>> = {
  0: 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF',
  2:
    'AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF CHE CHF CHW CNY ' +
    'COP COU CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS ' +
    'INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR ' +
    'MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP ' +
    'STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD USN UYU UZS VED VES WST XAD XCD XCG YER ZAR ZMW ZWG',
  3: 'BHD IQD JOD KWD LYD OMR TND',
  4: 'CLF UYW',
};

const exponents: ReadonlyMap<string, number> = new Map(
  Object.entries(codesByExponent).flatMap(([exponent, codes]) =>
    codes.split(' ').map((code): [string, number] => [code, Number(exponent)]),
  ),
);

/** No code of ISO 4217's list: a bug at the edge, or a stored code that the list has given up since. */
export class UnknownCurrency extends Error {
  readonly code = 'KERNEL.UNKNOWN_CURRENCY';
  constructor(raw: string) {
    super(`Not an ISO 4217 currency code: ${raw}`);
  }
}

export const isCurrency = (raw: string): raw is Currency => exponents.has(raw);

/** @throws UnknownCurrency; callers at the edge ask `isCurrency` first. */
export function Currency(raw: string): Currency {
  if (!isCurrency(raw)) throw new UnknownCurrency(raw);
  return raw;
}

/** Digits behind the decimal point that the currency has. */
export function exponentOf(currency: Currency): number {
  const exponent = exponents.get(currency);
  if (exponent === undefined) throw new UnknownCurrency(currency);
  return exponent;
}
