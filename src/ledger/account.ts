/**
 * The accounts, each kept per currency, and the side on which it grows.
 *
 * `auth_hold_asset` and `auth_hold_contra` are a memo of what is authorized: no other account ever stands against them, so that
 * a hold is never taken for money.
 */
const normalSides = {
  auth_hold_asset: 'debit',
  auth_hold_contra: 'credit',
  /** What the gateway owes us; below zero it's owed. */
  psp_clearing: 'debit',
  bank: 'debit',
  psp_fees: 'debit',
  /** Captured, and not settled yet. */
  deferred_revenue: 'credit',
  revenue: 'credit',
  /** Asked for by or for the customer, and not paid back yet. */
  refunds_payable: 'credit',
  /** Taken back by an issuer, while it is disputed. */
  chargebacks: 'debit',
  /** Disputes that were lost. */
  chargeback_losses: 'debit',
  /** What nobody has explained; below zero it came in. */
  suspense: 'debit',
} as const satisfies Record<string, Side>;

export type Side = 'debit' | 'credit';
export type Account = keyof typeof normalSides;
export const accounts = Object.keys(normalSides) as readonly Account[];

/** What an account holds, in minor units: positive on the side on which it grows. */
export const balance = (account: Account, { debit, credit }: Readonly<Record<Side, bigint>>): bigint =>
  normalSides[account] === 'debit' ? debit - credit : credit - debit;
