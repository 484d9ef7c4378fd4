import { type Currency, isCurrency } from '../../kernel/currency.js';
import { type Money, type MoneyFault, parseMoney } from '../../kernel/money.js';
import { type FieldFault, InvalidRequest } from '../../platform/pipeline/validation.js';

const request = 'The payment command';
// Without signs and powers of ten: whoever writes an amount by them has more likely got it wrong.
const plain = /^\d+(\.\d+)?$/;
const plainRule = 'must be a decimal number as a string, such as "42.50"';

const ruleOf = (currency: Currency): Readonly<Record<MoneyFault, string>> => ({
  'not a decimal number': plainRule,
  negative: plainRule,
  'more digits than the currency has': `has more digits than ${currency} has`,
  'too large': 'is too large',
});

function refuse(fault: FieldFault): never {
  throw new InvalidRequest(request, [fault]);
}

/** @throws InvalidRequest naming the field */
export function readCurrency(written: string): Currency {
  if (isCurrency(written)) return written;
  return refuse({ field: 'currency', rule: 'must be an ISO 4217 currency code such as USD' });
}

/** @throws InvalidRequest naming the field and the rule, where a digit would have to be cut off too */
export function readAmount(written: string, currency: Currency): Money {
  if (!plain.test(written)) return refuse({ field: 'amount', rule: plainRule });
  const read = parseMoney(written, currency);
  return read.ok ? read.money : refuse({ field: 'amount', rule: ruleOf(currency)[read.fault] });
}

/** All of it is meant: there is nothing that a currency would be of. @throws InvalidRequest */
export function refuseLoneCurrency(currency: string | null): void {
  if (currency !== null) refuse({ field: 'currency', rule: 'must come with an amount' });
}
