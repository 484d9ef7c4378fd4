import { z } from 'zod';
import { Currency, isCurrency } from '../../kernel/currency.js';
import { OperationId, OrderId } from '../../kernel/ids.js';

const minor = z
  .string()
  .regex(/^-?\d{1,19}$/)
  .transform(BigInt);
const currency = z.string().refine(isCurrency).transform(Currency);
const moment = z.iso.datetime().transform((text) => new Date(text));

/** An operation, as the gateway tells it in answers, look-ups and webhooks. */
export const wireOperation = z.object({
  id: z.string().min(1),
  key: z.string().min(1).transform(OperationId),
  order: z.string().min(1).transform(OrderId),
  kind: z.enum(['authorize', 'capture', 'void', 'refund']),
  status: z.enum(['pending', 'succeeded', 'declined', 'expired', 'failed']),
  amount: minor,
  currency,
  capture_before: moment.nullable(),
  fee: minor.nullable(),
  action: z.string().nullable(),
  code: z.string().nullable(),
});
export type WireOperation = z.output<typeof wireOperation>;

/** A dispute, as webhooks tell it. */
export const wireDispute = z.object({
  id: z.string().min(1),
  capture: z.string().min(1),
  status: z.enum(['open', 'won', 'lost']),
  amount: minor,
  fee: minor,
  fee_returned: minor,
  currency,
});
export type WireDispute = z.output<typeof wireDispute>;

export const wireError = z.object({ error: z.object({ type: z.string(), code: z.string() }) });

export const wireEvent = z.object({
  id: z.string().min(1),
  type: z.string(),
  occurred_at: moment,
  data: z.unknown(),
});

export const wireSettlements = z.object({
  lines: z.array(
    z.object({
      id: z.string().min(1),
      payout: z.string().min(1),
      reference: z.string().min(1),
      category: z.enum(['capture', 'refund', 'refund_failure', 'dispute', 'adjustment']).catch('adjustment'),
      gross: minor,
      fee: minor,
      net: minor,
      currency,
      available_on: moment,
    }),
  ),
  more: z.boolean(),
});

/** Null: no JSON, or not of this shape. */
export function readAs<Schema extends z.ZodType>(schema: Schema, text: string): z.output<Schema> | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  const read = schema.safeParse(value);
  return read.success ? read.data : null;
}
