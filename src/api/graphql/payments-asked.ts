import { InvalidRequest } from '../../platform/pipeline/validation.js';
import { readCursor } from '../../queries/cursor.js';
import type { PaymentCursor, PaymentsAsked } from '../../queries/payments/list-payments.js';
import type { PaymentFilter } from '../../queries/payments/payment-filter.js';
import type { PaymentFilterInput, PaymentsArgs } from './payments.args.js';

const toFilter = ({ status, currency, needsReview, createdBetween }: PaymentFilterInput): PaymentFilter => ({
  statuses: status ?? undefined,
  currency: currency ?? undefined,
  needsReview: needsReview ?? undefined,
  createdBetween: { from: createdBetween?.from ?? undefined, to: createdBetween?.to ?? undefined },
});

function placeAt(field: string, cursor: string | null | undefined): PaymentCursor | undefined {
  if (cursor === null || cursor === undefined) return undefined;
  const place = readCursor(cursor, 'createdAt');
  if (place !== null) return place;
  throw new InvalidRequest('payments', [{ field, rule: 'is not a cursor of this list' }]);
}

/** The arguments as they mean the same whether null or left out. @throws InvalidRequest naming a malformed cursor */
export const toPaymentsAsked = ({ filter, first, after, last, before }: PaymentsArgs): PaymentsAsked => ({
  filter: toFilter(filter ?? {}),
  first: first ?? undefined,
  after: placeAt('after', after),
  last: last ?? undefined,
  before: placeAt('before', before),
});
