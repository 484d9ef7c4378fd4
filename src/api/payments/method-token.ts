import { z } from 'zod';
import { isCardNumber, isTruncatedCardNumber } from '../../kernel/card-number.js';
import type { PaymentMethod } from '../../payment/operation.js';
import { InvalidRequest } from '../../platform/pipeline/validation.js';

const token = z
  .string()
  .min(1, 'must not be empty')
  .max(255, 'must have at most 255 characters')
  .refine(
    (text) => !isCardNumber(text) && !isTruncatedCardNumber(text),
    "must be a token of the payment gateway's, never a card number",
  )
  .regex(/^[\x21-\x7e]*$/, 'must be of printable ASCII characters without spaces');

/** @throws InvalidRequest that names the first rule that is broken, and never repeats the token */
export function readMethod(written: string): PaymentMethod {
  const read = token.safeParse(written);
  if (read.success) return { token: read.data };
  const rule = read.error.issues[0]?.message ?? 'is not a token';
  throw new InvalidRequest('The payment command', [{ field: 'token', rule }]);
}
