import { z } from 'zod';
import type { BasketId } from '../kernel/ids.js';
import { Prisma } from '../platform/prisma/generated/client.js';
import { isVisible, type VisibleState } from './order-view.js';

/** Which orders are meant: all conditions that are given hold at once. */
export type OrderFilter = {
  readonly states?: readonly VisibleState[] | undefined;
  /** From `from` on, and before `to`. */
  readonly placedBetween?: { readonly from?: Date | undefined; readonly to?: Date | undefined } | undefined;
  /** The whole address, as it was given at the checkout. */
  readonly email?: string | undefined;
  readonly basketId?: BasketId | undefined;
};

export const filterRules = z.object({
  // PostgreSQL refuses NUL in a text, and no stored address is longer.
  email: z
    .string()
    .max(255, 'has at most 255 characters')
    .refine((email) => !email.includes('\0'), 'must not contain NUL')
    .optional(),
  placedBetween: z
    .object({ from: z.date().optional(), to: z.date().optional() })
    .refine(({ from, to }) => from === undefined || to === undefined || from <= to, 'must not end before it begins')
    .optional(),
});

function stateCondition(states: OrderFilter['states']): Prisma.Sql {
  if (states === undefined) return isVisible;
  // Compared with one value the index on (status, placed_at) also gives the order; with a list it has to be sorted.
  const [only, ...others] = new Set(states);
  return only !== undefined && others.length === 0
    ? Prisma.sql`o.status = ${only}`
    : Prisma.sql`o.status = any(${[...states]}::text[])`;
}

/** One `where` clause for lists, pages and counts. The texts are few: they are named statements. */
export function whereOf({ states, placedBetween, email, basketId }: OrderFilter, also?: Prisma.Sql): Prisma.Sql {
  const { from, to } = placedBetween ?? {};
  return Prisma.join(
    [
      stateCondition(states),
      ...(from === undefined ? [] : [Prisma.sql`o.placed_at >= ${from}`]),
      ...(to === undefined ? [] : [Prisma.sql`o.placed_at < ${to}`]),
      ...(email === undefined ? [] : [Prisma.sql`c.email = ${email}`]),
      ...(basketId === undefined ? [] : [Prisma.sql`o.basket_id = ${basketId}::uuid`]),
      ...(also === undefined ? [] : [also]),
    ],
    ' and ',
  );
}
