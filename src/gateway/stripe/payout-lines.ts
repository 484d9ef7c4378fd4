import type Stripe from 'stripe';
import { SettlementsUnavailable } from '../payment-gateway.js';
import type { SettlementCategory, SettlementLine } from '../settlement-line.js';
import { fromStripe } from './amounts.js';
import { reasonOf } from './outcome.js';
import { idOf, readAs, type WireBalanceTransaction, wireBalanceTransaction } from './wire.js';

/** Stripe's reporting categories; its types of transactions change more often. */
const categories: ReadonlyMap<string, SettlementCategory> = new Map([
  ['charge', 'capture'],
  ['refund', 'refund'],
  ['refund_failure', 'refund_failure'],
  ['dispute', 'dispute'],
  ['dispute_reversal', 'dispute'],
  ['fee', 'fee'],
]);

/**
 * The balance transactions of each automatic payout, oldest first. It ends before the first payout whose lines Stripe is still
 * gathering, so that whoever reads on from the last line misses none; a payout by hand has no lines.
 */
export async function* payoutLines(stripe: Stripe, since: Date): AsyncIterable<SettlementLine> {
  try {
    for (const { id, reconciliation_status: status } of await oldestFirst(payoutsOf(stripe, since))) {
      if (status === 'in_progress') return;
      if (status === 'completed') yield* await oldestFirst(linesOf(stripe, id));
    }
  } catch (error) {
    if (error instanceof SettlementsUnavailable) throw error;
    throw new SettlementsUnavailable('stripe', reasonOf(error));
  }
}

const payoutsOf = (stripe: Stripe, since: Date): AsyncIterable<Stripe.Payout> =>
  stripe.payouts.list({ created: { gte: Math.ceil(since.getTime() / 1000) }, limit: 100 });

async function* linesOf(stripe: Stripe, payout: string): AsyncIterable<SettlementLine> {
  const list = stripe.balanceTransactions.list({ payout, limit: 100, expand: ['data.source'] });
  for await (const transaction of list) {
    const read = readAs(wireBalanceTransaction, transaction);
    if (read === null) throw new SettlementsUnavailable('stripe', `a line of ${payout} is unreadable`);
    // The payout itself is on its own list, as what it takes off the balance.
    if (read.reporting_category !== 'payout') yield lineOf(read, payout);
  }
}

function lineOf(transaction: WireBalanceTransaction, payoutId: string): SettlementLine {
  const { id, currency, reporting_category } = transaction;
  const [gross, fee, net] = [transaction.amount, transaction.fee, transaction.net].map((amount) => {
    const money = fromStripe(amount, currency);
    if (money === null)
      throw new SettlementsUnavailable('stripe', `${amount} ${currency} of ${id} is no amount of ours`);
    return money;
  });
  if (gross === undefined || fee === undefined || net === undefined) throw new Error('Three amounts make three');
  return {
    lineId: id,
    payoutId,
    reference: referenceOf(transaction),
    category: categories.get(reporting_category) ?? 'adjustment',
    gross: gross.minor,
    fee: fee.minor,
    net: net.minor,
    currency: gross.currency,
    availableOn: transaction.available_on,
  };
}

/** A dispute's line names the dispute; what we know is the charge behind it. */
function referenceOf({ source }: WireBalanceTransaction): string | null {
  const isDispute = typeof source === 'object' && source?.object === 'dispute';
  return isDispute ? idOf(source.charge) : idOf(source);
}

/** Stripe lists the newest first. */
async function oldestFirst<T>(newestFirst: AsyncIterable<T>): Promise<readonly T[]> {
  const all: T[] = [];
  for await (const one of newestFirst) all.push(one);
  return all.reverse();
}
