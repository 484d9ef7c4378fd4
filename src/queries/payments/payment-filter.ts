import { z } from 'zod';
import { isCurrency } from '../../kernel/currency.js';
import type { PaymentStatus } from '../../payment/status.js';
import { Prisma } from '../../platform/prisma/generated/client.js';

/** Which payments are meant: all conditions that are given hold at once. */
export type PaymentFilter = {
  readonly statuses?: readonly PaymentStatus[] | undefined;
  /** ISO 4217 code. */
  readonly currency?: string | undefined;
  /** Those that people have to look at, or those that they don't. */
  readonly needsReview?: boolean | undefined;
  /** From `from` on, and before `to`. */
  readonly createdBetween?: { readonly from?: Date | undefined; readonly to?: Date | undefined } | undefined;
};

export const paymentFilterRules = z.object({
  currency: z.string().refine(isCurrency, 'must be an ISO 4217 currency code such as USD').optional(),
  createdBetween: z
    .object({ from: z.date().optional(), to: z.date().optional() })
    .refine(({ from, to }) => from === undefined || to === undefined || from <= to, 'must not end before it begins')
    .optional(),
});

function statusCondition(statuses: readonly PaymentStatus[]): Prisma.Sql {
  // Compared with one value the index on (status, created_at) also gives the order; with a list it has to be sorted.
  const [only, ...others] = new Set(statuses);
  return only !== undefined && others.length === 0
    ? Prisma.sql`p.status = ${only}`
    : Prisma.sql`p.status = any(${[...statuses]}::text[])`;
}

// A review gives the status its name, whatever else holds (payment/status.ts): so the index on the status serves it.
const reviewCondition = (needsReview: boolean): Prisma.Sql =>
  needsReview ? Prisma.sql`p.status = 'NeedsReview'` : Prisma.sql`p.status <> 'NeedsReview'`;

/** One `where` clause for lists, pages and counts of payments `p`. The texts are few: they are named statements. */
export function whereOfPayments(
  { statuses, currency, needsReview, createdBetween }: PaymentFilter,
  also: readonly Prisma.Sql[] = [],
): Prisma.Sql {
  const { from, to } = createdBetween ?? {};
  return Prisma.join(
    [
      Prisma.sql`true`,
      ...(statuses === undefined ? [] : [statusCondition(statuses)]),
      ...(currency === undefined ? [] : [Prisma.sql`p.currency = ${currency}`]),
      ...(needsReview === undefined ? [] : [reviewCondition(needsReview)]),
      ...(from === undefined ? [] : [Prisma.sql`p.created_at >= ${from}`]),
      ...(to === undefined ? [] : [Prisma.sql`p.created_at < ${to}`]),
      ...also,
    ],
    ' and ',
  );
}
