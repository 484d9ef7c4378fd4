import { Currency } from '../kernel/currency.js';
import { BasketId, OrderId } from '../kernel/ids.js';
import { parseMoney, type Money, type MoneyFault } from '../kernel/money.js';
import { known, type Details } from '../order/details.js';
import { exactNumber } from './exact-number.js';
import type { Envelope } from './envelope.js';
import { emptyGuid } from './integration-event-fields.js';
import type { IntegrationEventBody, IntegrationEventContract } from './integration-events.js';
import { fieldNames, isObject, pickFields, type Fields } from './pick-fields.js';
import { accept, refuse, type Read } from './read.js';

type Claim = { readonly orderId: OrderId; readonly details: Details; readonly paymentMethod: string | null };

export type ReadClaim = (envelope: Envelope, defaultCurrency: Currency) => Read<Claim>;

/** Makes the reader of one contract's messages. */
export function claimReader({ schema }: IntegrationEventContract): ReadClaim {
  const names = fieldNames(Object.keys(schema.shape));
  return (envelope, defaultCurrency) => {
    if (!isObject(envelope.body)) return refuse('InvalidField', `${bodyName(envelope)} must be a JSON object.`);
    const exact = exactTotal(pickFields(envelope.body, names), envelope);
    if (!exact.ok) return exact;
    const parsed = schema.safeParse(exact.value);
    if (parsed.success) return toClaim(parsed.data, defaultCurrency);
    const [issue] = parsed.error.issues;
    return refuse('InvalidField', `${String(issue?.path[0] ?? bodyName(envelope))} ${issue?.message ?? 'is invalid'}.`);
  };
}

const bodyName = ({ path }: Envelope): string => path[0] ?? 'The body';

/** Puts a total's own text in the place of its number. */
function exactTotal(fields: Record<string, unknown>, { text, path }: Envelope): Read<Fields> {
  if (typeof fields.totalMoney !== 'number') return accept(fields);
  const digits = exactNumber(text, [...path, 'totalMoney']);
  if (digits === null) return refuse('MalformedBody', 'The body must not be nested thousands of levels deep.');
  fields.totalMoney = digits;
  return accept(fields);
}

function toClaim(body: IntegrationEventBody, defaultCurrency: Currency): Read<Claim> {
  const total = readTotal(body, defaultCurrency);
  if (!total.ok) return total;
  const basket = body.basketId ?? emptyGuid;
  return accept({
    orderId: OrderId(body.orderId),
    details: {
      fullName: known(body.fullName),
      email: known(body.email),
      basketId: basket === emptyGuid ? null : BasketId(basket),
      total: total.value,
    },
    paymentMethod: known(body.paymentMethod),
  });
}

const rules: Readonly<Record<MoneyFault, string>> = {
  'not a decimal number': 'must be a decimal number',
  negative: 'must not be negative',
  'more digits than the currency has': 'must not have more digits than its currency has',
  'too large': 'is too large',
};

/** Zero is how a neighbour says that it knows no total. */
function readTotal({ totalMoney, currency }: IntegrationEventBody, defaultCurrency: Currency): Read<Money | null> {
  if (totalMoney === undefined || totalMoney === null) return accept(null);
  const code = known(currency);
  const parsed = parseMoney(String(totalMoney), code === null ? defaultCurrency : Currency(code));
  if (!parsed.ok) return refuse('InvalidField', `totalMoney ${rules[parsed.fault]}.`);
  return accept(parsed.money.minor === 0n ? null : parsed.money);
}
