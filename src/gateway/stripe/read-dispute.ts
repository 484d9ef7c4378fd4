import type { Money } from '../../kernel/money.js';
import type { DisputeClaim, DisputeReport } from '../../payment/dispute.js';
import type { GatewayEvent } from '../webhook.js';
import { fromStripe } from './amounts.js';
import { idOf, readAs, type WireDispute, wireDispute } from './wire.js';

/**
 * What an event of a dispute tells; null where it's of nothing of ours. By the dispute that it carries and not by its type: each
 * carries all of it, and they come in any order.
 *
 * Money has moved where the dispute lists what it took off the balance. An inquiry (`warning_…`) takes nothing, nor does one that
 * Stripe has prevented: those are nothing to us unless they become a dispute, which `funds_withdrawn` tells.
 */
export function readDispute(object: unknown): Extract<GatewayEvent, { kind: 'dispute' }> | null | 'unreadable' {
  const dispute = readAs(wireDispute, object);
  if (dispute === null) return 'unreadable';
  const of = idOf(dispute.payment_intent);
  const taken = dispute.balance_transactions.filter(({ amount }) => amount < 0);
  if (of === null || taken.length === 0) return null;
  const claim = claimOf(dispute, taken);
  return claim === null ? 'unreadable' : { kind: 'dispute', of, report: reportOf(dispute, claim) };
}

type Transaction = WireDispute['balance_transactions'][number];

function claimOf(dispute: WireDispute, taken: readonly Transaction[]): DisputeClaim | null {
  const { id: reference, charge, currency } = dispute;
  const own = taken.filter((transaction) => transaction.currency === currency);
  // Our balance is in another currency: of what it took in its own, the payment's books can't tell.
  const amount = own.length === 0 ? dispute.amount : -sum(own.map((transaction) => transaction.amount));
  const [money, fee] = [fromStripe(amount, currency), feesOf(own, currency)];
  return money === null || fee === null
    ? null
    : { reference, capture: typeof charge === 'string' ? charge : charge.id, amount: money, fee };
}

/**
 * `won` is told before the money is back: until then the dispute stands as it did. A `lost` one can bring some back all the same,
 * of a payment that had been refunded in part: its payout line is for people to explain.
 */
function reportOf({ status, balance_transactions, currency }: WireDispute, claim: DisputeClaim): DisputeReport {
  if (status === 'lost') return { type: 'DisputeLost', claim };
  const back = balance_transactions.filter(({ amount }) => amount > 0);
  if (status !== 'won' || back.length === 0) return { type: 'DisputeOpened', claim };
  const kept = feesOf(
    back.filter((transaction) => transaction.currency === currency),
    currency,
  );
  // Less than no fee is what comes back of the one that was taken.
  const minor = kept !== null && kept.minor < 0n ? -kept.minor : 0n;
  return { type: 'DisputeWon', claim, feeReturned: { ...claim.fee, minor } };
}

const feesOf = (transactions: readonly Transaction[], currency: string): Money | null =>
  fromStripe(sum(transactions.map(({ fee }) => fee)), currency);

const sum = (amounts: readonly number[]): number => amounts.reduce((total, amount) => total + amount, 0);
