import { z } from 'zod';

// Of Stripe's objects what we read. The SDK types them and checks nothing; a proxy's answer may be anything.

const expandable = <Schema extends z.ZodType>(schema: Schema) => z.union([z.string(), schema]).nullish();
const metadata = z.record(z.string(), z.string()).nullish();
const seconds = z.int().transform((value) => new Date(value * 1000));

export const wireBalanceTransaction = z.object({
  id: z.string().min(1),
  amount: z.int(),
  fee: z.int(),
  net: z.int(),
  currency: z.string(),
  available_on: seconds,
  type: z.string(),
  reporting_category: z.string(),
  source: expandable(
    z.object({ id: z.string(), object: z.string(), charge: expandable(z.object({ id: z.string() })) }),
  ),
});
export type WireBalanceTransaction = z.output<typeof wireBalanceTransaction>;

export const wireCharge = z.object({
  id: z.string().min(1),
  object: z.literal('charge'),
  amount: z.int(),
  currency: z.string(),
  captured: z.boolean(),
  status: z.string(),
  metadata,
  balance_transaction: expandable(wireBalanceTransaction),
  payment_intent: expandable(z.object({ id: z.string() })),
  payment_method_details: z.object({ card: z.object({ capture_before: seconds.nullish() }).nullish() }).nullish(),
});
export type WireCharge = z.output<typeof wireCharge>;

/** Why a charge failed: in errors, and in what an intent keeps of its last one. */
export const wireDecline = z.object({
  code: z.string().nullish(),
  decline_code: z.string().nullish(),
  advice_code: z.string().nullish(),
});
export type WireDecline = z.output<typeof wireDecline>;

export const wireIntent = z.object({
  id: z.string().min(1),
  object: z.literal('payment_intent'),
  amount_received: z.int(),
  currency: z.string(),
  status: z.string(),
  metadata,
  latest_charge: expandable(wireCharge),
  last_payment_error: wireDecline.nullish(),
  next_action: z.object({ redirect_to_url: z.object({ url: z.string().nullish() }).nullish() }).nullish(),
  cancellation_reason: z.string().nullish(),
});
export type WireIntent = z.output<typeof wireIntent>;

export const wireRefund = z.object({
  id: z.string().min(1),
  object: z.literal('refund'),
  amount: z.int(),
  currency: z.string(),
  status: z.string().nullish(),
  metadata,
  failure_reason: z.string().nullish(),
  failure_balance_transaction: expandable(z.object({ id: z.string() })),
});
export type WireRefund = z.output<typeof wireRefund>;

export const wireDispute = z.object({
  id: z.string().min(1),
  object: z.literal('dispute'),
  amount: z.int(),
  currency: z.string(),
  status: z.string(),
  charge: z.union([z.string(), z.object({ id: z.string() })]),
  payment_intent: expandable(z.object({ id: z.string() })),
  balance_transactions: z.array(z.object({ amount: z.int(), fee: z.int(), currency: z.string() })),
});
export type WireDispute = z.output<typeof wireDispute>;

export const wireEvent = z.object({
  id: z.string().min(1),
  type: z.string(),
  created: seconds,
  /** Events of the second kind of Stripe's API come without. */
  data: z.object({ object: z.unknown() }).optional(),
  /** The call that brought it about; without a key where Stripe itself did. */
  request: z.object({ idempotency_key: z.string().nullish() }).nullish(),
});
export type WireEvent = z.output<typeof wireEvent>;

export const idOf = (expanded: string | { readonly id: string } | null | undefined): string | null =>
  typeof expanded === 'string' ? expanded : (expanded?.id ?? null);

/** Null: not of this shape. */
export function readAs<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> | null {
  const read = schema.safeParse(value);
  return read.success ? read.data : null;
}
