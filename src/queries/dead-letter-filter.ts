import { z } from 'zod';
import type { OrderId } from '../kernel/ids.js';
import { Prisma } from '../platform/prisma/generated/client.js';
import type { LetterDirection, LetterStatus } from './dead-letter-view.js';

/** Which dead letters are meant: all conditions that are given hold at once. */
export type DeadLetterFilter = {
  /** Open ones, if left out. */
  readonly statuses?: readonly LetterStatus[] | undefined;
  readonly direction?: LetterDirection | undefined;
  readonly reason?: string | undefined;
  readonly type?: string | undefined;
  readonly orderId?: OrderId | undefined;
};

// PostgreSQL refuses NUL in a text.
const text = z
  .string()
  .max(255, 'has at most 255 characters')
  .refine((value) => !value.includes('\0'), 'must not contain NUL');

export const deadLetterFilterRules = z.object({ reason: text.optional(), type: text.optional() });

function statusCondition(statuses: readonly LetterStatus[]): Prisma.Sql {
  const [only, ...others] = new Set(statuses);
  return only === 'open' && others.length === 0
    ? Prisma.sql`l.resolved_at is null`
    : Prisma.sql`coalesce(l.resolution, 'open') = any(${[...statuses]}::text[])`;
}

/** One `where` clause for lists and counts of letters `l`. The texts are few: they are named statements. */
export function whereOfLetters({
  statuses = ['open'],
  direction,
  reason,
  type,
  orderId,
}: DeadLetterFilter): Prisma.Sql[] {
  return [
    statusCondition(statuses),
    ...(direction === undefined ? [] : [Prisma.sql`l.direction = ${direction}`]),
    ...(reason === undefined ? [] : [Prisma.sql`l.reason = ${reason}`]),
    ...(type === undefined ? [] : [Prisma.sql`l.type = ${type}`]),
    ...(orderId === undefined ? [] : [Prisma.sql`l.order_id = ${orderId}::uuid`]),
  ];
}
