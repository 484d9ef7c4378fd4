import { Prisma } from '../platform/prisma/generated/client.js';
import type { LetterStretch } from '../saga/letter-selection.js';

/** The letters `l` of a stretch, as a `where` clause with its order and its limit. The texts are few: they are named statements. */
export function openLetters({ which: { ids, reason, type, orderId }, after }: LetterStretch): Prisma.Sql {
  return Prisma.join(
    [
      Prisma.sql`l.resolved_at is null`,
      ...(after === null ? [] : [Prisma.sql`l.position > ${after}`]),
      ...(ids === undefined ? [] : [Prisma.sql`l.id = any(${[...ids]}::uuid[])`]),
      ...(reason === undefined ? [] : [Prisma.sql`l.reason = ${reason}`]),
      ...(type === undefined ? [] : [Prisma.sql`l.type = ${type}`]),
      ...(orderId === undefined ? [] : [Prisma.sql`l.order_id = ${orderId}::uuid`]),
    ],
    ' and ',
  );
}
