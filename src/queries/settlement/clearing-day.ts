import { Currency } from '../../kernel/currency.js';
import type { Database } from '../../platform/prisma/database.js';

/**
 * What the gateway owes in one currency, over one day. Minor units.
 *
 * Three sources, none of which is made from another: what came due is the ledger's (`opening`, `captures`, `refunds`,
 * `chargebacks`, `suspense`), what was paid out is the payout lines' (`fees`, `payouts`), and what is left is what the
 * payments of the orders say (`closing`). They agree where `difference` is zero.
 */
export type ClearingDay = {
  readonly currency: Currency;
  /** Below zero it's owed to the gateway. */
  readonly opening: bigint;
  readonly captures: bigint;
  /** Less those that came back. */
  readonly refunds: bigint;
  /** Taken back by issuers with their fees, less what was won. */
  readonly chargebacks: bigint;
  /** Withheld by the lines that were matched, but for those of disputes: theirs stand with the chargebacks. */
  readonly fees: bigint;
  /** The net of all lines that were booked, in suspense or matched. */
  readonly payouts: bigint;
  /** What of the payouts nobody could explain, less what was explained of older ones. */
  readonly suspense: bigint;
  readonly closing: bigint;
  /** `opening` + `captures` − `refunds` − `chargebacks` − `fees` − `payouts` + `suspense` − `closing`. */
  readonly difference: bigint;
  /** What stood in suspense at the day's end: below zero it had gone out. */
  readonly suspenseBalance: bigint;
};

type Row = Omit<ClearingDay, 'currency' | 'difference'> & { readonly currency: string };

const inDay = (column: string): string => `${column} >= $1 and ${column} < $2`;
const sum = (what: string, where: string): string => `coalesce(sum(${what}) filter (where ${where}), 0)::bigint`;
const of = (...purposes: readonly string[]): string =>
  `${inDay('recorded_at')} and purpose in (${purposes.map((purpose) => `'${purpose}'`).join(', ')})`;

// One statement, which is one snapshot: a line that is being booked is seen whole or not at all.
const daySql = `
with posted as (
  select currency, account, purpose, recorded_at, case side when 'debit' then amount_minor else -amount_minor end as debit
  from ledger_entries where account in ('psp_clearing', 'suspense')),
clearing as (
  select currency, ${sum('debit', 'recorded_at < $1')} as opening, ${sum('debit', of('Captured'))} as captures,
    -${sum('debit', of('RefundConfirmed', 'RefundFailed'))} as refunds,
    -${sum('debit', of('DisputeOpened', 'DisputeWon'))} as chargebacks, ${sum('debit', 'recorded_at >= $2')} as later
  from posted where account = 'psp_clearing' group by currency),
suspended as (
  select currency, -${sum('debit', of('LineUnexplained', 'LineExplained'))} as moved, -${sum('debit', 'recorded_at < $2')} as balance
  from posted where account = 'suspense' group by currency),
lines as (
  select currency, ${sum('net_minor', inDay('booked_at'))} as payouts, ${sum('fee_minor', `${inDay('matched_at')} and category <> 'dispute'`)} as fees
  from payout_lines group by currency),
orders as (
  select currency, sum(captured_minor - settled_minor - refunded_minor - charged_back_minor)::bigint as due
  from payment_amounts group by currency)
select currency, coalesce(opening, 0) as opening, coalesce(captures, 0) as captures, coalesce(refunds, 0) as refunds,
  coalesce(chargebacks, 0) as chargebacks, coalesce(fees, 0) as fees, coalesce(payouts, 0) as payouts,
  coalesce(moved, 0) as suspense, coalesce(due, 0) - coalesce(later, 0) as closing, coalesce(balance, 0) as "suspenseBalance"
from clearing full join suspended using (currency) full join lines using (currency) full join orders using (currency)
order by currency`;

/** Of each currency in which anything stood or moved. @param from the day's first moment @param to the next day's */
export async function readClearing({ client }: Database, from: Date, to: Date): Promise<readonly ClearingDay[]> {
  const rows = await client.$queryRawUnsafe<readonly Row[]>(daySql, from, to);
  return rows
    .map((row) => ({ ...row, currency: Currency(row.currency), difference: differenceOf(row) }))
    .filter(({ currency: _currency, ...amounts }) => Object.values(amounts).some((amount) => amount !== 0n));
}

const differenceOf = (row: Row): bigint =>
  row.opening + row.captures - row.refunds - row.chargebacks - row.fees - row.payouts + row.suspense - row.closing;
