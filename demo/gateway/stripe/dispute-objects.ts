import type Stripe from 'stripe';
import type { Dispute, DisputeStatus } from '../disputes.js';
import { blankDispute, blankLine } from './blanks.js';

const seconds = (date: Date): number => Math.floor(date.getTime() / 1000);

const statuses = {
  inquiry: 'warning_needs_response',
  open: 'needs_response',
  won: 'won',
  lost: 'lost',
} as const satisfies Record<DisputeStatus, Stripe.Dispute.Status>;

/** A dispute as Stripe shows it: with what it took off the balance, and what came back. */
export const disputeOf = (dispute: Dispute): Stripe.Dispute => ({
  ...blankDispute,
  id: dispute.id,
  amount: Number(dispute.amount),
  balance_transactions: transactionsOf(dispute),
  charge: dispute.capture.id,
  created: seconds(dispute.madeAt),
  currency: dispute.capture.currency.toLowerCase(),
  is_charge_refundable: dispute.status === 'inquiry',
  payment_intent: dispute.capture.parent,
  status: statuses[dispute.status],
});

function transactionsOf(dispute: Dispute): Stripe.BalanceTransaction[] {
  const { status, amount, fee, feeReturned } = dispute;
  if (status === 'inquiry') return [];
  const taken = transactionOf(dispute, 'dispute', -amount, fee);
  return status === 'won' ? [taken, transactionOf(dispute, 'dispute_reversal', amount, -feeReturned)] : [taken];
}

const transactionOf = (
  { id, capture, madeAt }: Dispute,
  category: 'dispute' | 'dispute_reversal',
  amount: bigint,
  fee: bigint,
): Stripe.BalanceTransaction => ({
  ...blankLine,
  id: `txn_${category}_of_${id}`,
  amount: Number(amount),
  available_on: seconds(madeAt),
  created: seconds(madeAt),
  currency: capture.currency.toLowerCase(),
  fee: Number(fee),
  net: Number(amount - fee),
  reporting_category: category,
  source: id,
  type: 'adjustment',
});

/** What Stripe tells of it: that the money went is an event of its own, and so is that it came back. */
export function eventTypesOf({ status }: Dispute): readonly Stripe.Event.Type[] {
  switch (status) {
    case 'inquiry':
      return ['charge.dispute.created'];
    case 'open':
      return ['charge.dispute.created', 'charge.dispute.funds_withdrawn'];
    case 'won':
      return ['charge.dispute.closed', 'charge.dispute.funds_reinstated'];
    case 'lost':
      return ['charge.dispute.closed'];
  }
}
