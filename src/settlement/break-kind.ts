/**
 * How orders, ledger and payout lines can disagree:
 * - `missing_at_psp`: it stands in the ledger, and payouts have come past it: one for something younger of its kind and currency.
 * - `late`: it stands in the ledger for longer than payouts take, and they haven't come as far.
 * - `missing_in_ledger`: a line for what the ledger knows nothing of.
 * - `amount_diff`, `currency_diff`: the line is about another amount than the ledger, or its net isn't its gross less its fee.
 * - `fee_diff`: the line has another fee than the capture was told.
 * - `duplicate`: another line has settled it before.
 */
export const breakKinds = [
  'missing_at_psp',
  'missing_in_ledger',
  'amount_diff',
  'fee_diff',
  'currency_diff',
  'duplicate',
  'late',
] as const;
export type BreakKind = (typeof breakKinds)[number];

/** How a break ended: `replaced` by one of another kind, `adjusted` out of suspense or `accepted` by a person. */
export type BreakResolution = 'matched' | 'replaced' | 'adjusted' | 'accepted';
