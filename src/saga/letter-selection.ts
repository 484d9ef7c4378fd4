import { z } from 'zod';
import type { OrderId } from '../kernel/ids.js';
import type { DeadLetterReason } from './dead-letter-reason.js';

/** Which open dead letters are meant: all conditions that are given hold at once. */
export type LetterSelection = {
  readonly ids?: readonly string[] | undefined;
  readonly reason?: DeadLetterReason | undefined;
  /** The message type's name on the wire. */
  readonly type?: string | undefined;
  readonly orderId?: OrderId | undefined;
};

/** The next stretch of them, oldest first, by the position that a letter got when it was buried. */
export type LetterStretch = {
  readonly which: LetterSelection;
  /** Null: from the beginning. */
  readonly after: bigint | null;
  readonly limit: number;
};

export const largestStretch = 500;
const mostIds = 500;

const printable = (most: number) =>
  z
    .string()
    .min(1, 'must not be empty')
    .max(most, `has at most ${String(most)} characters`)
    .refine((text) => !text.includes('\0'), 'must not contain NUL');

/** Letters are only ever picked on purpose: no condition at all would mean every letter that there is. */
const which = z
  .object({
    ids: z
      .array(z.string())
      .min(1, 'must name one at least')
      .max(mostIds, `are at most ${String(mostIds)}`)
      .optional(),
    type: printable(255).optional(),
    reason: z.string().optional(),
    orderId: z.string().optional(),
  })
  .refine(
    (given) => Object.values(given).some((condition) => condition !== undefined),
    'must name ids, a reason, a type or an order',
  );

/** What an order to redrive and an order to discard have in common. */
export const letterRules = {
  which,
  by: printable(100),
  first: z
    .number()
    .int()
    .min(1, 'is at least 1')
    .max(largestStretch, `is at most ${String(largestStretch)}`),
};

export const writtenReason = printable(1_000);
