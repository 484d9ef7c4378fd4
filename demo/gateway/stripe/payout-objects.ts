import type Stripe from 'stripe';
import type { Line } from '../payouts.js';
import { blankLine, blankPayout } from './blanks.js';
import type { Objects } from './objects.js';

const seconds = (date: Date): number => Math.floor(date.getTime() / 1000);
const types = {
  capture: 'charge',
  refund: 'refund',
  refund_failure: 'refund_failure',
  dispute: 'adjustment',
} as const satisfies Record<Line['category'], Stripe.BalanceTransaction.Type>;

function categoryOf({ category, gross }: Line): string {
  if (category !== 'dispute') return types[category];
  return gross < 0n ? 'dispute' : 'dispute_reversal';
}

export function payoutsOf(lines: readonly Line[]): readonly Stripe.Payout[] {
  const payouts = new Map<string, readonly Line[]>();
  for (const line of lines) payouts.set(line.payout, [...(payouts.get(line.payout) ?? []), line]);
  return [...payouts].flatMap(([id, [first, ...others]]) => {
    if (first === undefined) return [];
    const amount = Number([first, ...others].reduce((sum, { gross, fee }) => sum + gross - fee, 0n));
    const made = seconds(first.made_at);
    return [{ ...blankPayout, id, amount, arrival_date: made, created: made, currency: first.currency.toLowerCase() }];
  });
}

/** The lines of a payout, and the payout itself as what it takes off the balance. */
export function balanceTransactionsOf(
  { id, amount, created, currency }: Stripe.Payout,
  lines: readonly Line[],
  objects: Objects,
): readonly Stripe.BalanceTransaction[] {
  const itself = { id: `txn_of_${id}`, amount: -amount, fee: 0, net: -amount, source: id };
  return [
    ...lines.filter(({ payout }) => payout === id).map((line) => transactionOf(line, objects)),
    { ...blankLine, ...itself, available_on: created, created, currency, reporting_category: 'payout', type: 'payout' },
  ];
}

const transactionOf = (line: Line, objects: Objects): Stripe.BalanceTransaction => ({
  ...blankLine,
  id: line.id.replace('line_', 'txn_'),
  amount: Number(line.gross),
  available_on: seconds(line.available_on),
  created: seconds(line.made_at),
  currency: line.currency.toLowerCase(),
  fee: Number(line.fee),
  net: Number(line.gross - line.fee),
  reporting_category: categoryOf(line),
  source: objects.sourceOf(line) ?? line.reference,
  type: types[line.category],
});
