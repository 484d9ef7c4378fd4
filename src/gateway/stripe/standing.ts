import type { Money } from '../../kernel/money.js';
import type { Effect } from '../../payment/outcome.js';
import type { Standing } from '../snapshot.js';
import { fromStripe } from './amounts.js';
import { declined } from './declines.js';
import { idOf, type WireCharge, type WireIntent, type WireRefund } from './wire.js';

// Null throughout: the object shows nothing of such an operation, or can't be read.

/** How the authorization that made the intent stands. `latest_charge` has to be expanded where there is one. */
export function authorizationOf(intent: WireIntent): Standing | null {
  switch (intent.status) {
    case 'requires_capture':
    case 'succeeded':
      return held(intent);
    case 'requires_action':
    case 'requires_confirmation':
    case 'processing':
      return { kind: 'pending', reference: intent.id, action: intent.next_action?.redirect_to_url?.url ?? null };
    case 'requires_payment_method':
      return declined(intent.last_payment_error ?? { code: 'requires_payment_method' });
    case 'canceled':
      return heldBy(intent) === null ? declined({ code: 'canceled' }) : { kind: 'expired', reference: intent.id };
    default:
      return null;
  }
}

function held(intent: WireIntent): Standing | null {
  const charge = heldBy(intent);
  return charge === null ? null : authorizedBy(charge, intent.id);
}

/** The charge that holds the money, or held it. */
const heldBy = ({ latest_charge: charge }: WireIntent): WireCharge | null =>
  typeof charge === 'object' && charge?.status === 'succeeded' ? charge : null;

export function authorizedBy(charge: WireCharge, intentId: string): Standing | null {
  const captureBefore = charge.payment_method_details?.card?.capture_before ?? null;
  return ok(intentId, fromStripe(charge.amount, charge.currency), captureBefore === null ? {} : { captureBefore });
}

/** How the intent's capture stands; whose it is say the metadata. */
export function captureOf(intent: WireIntent): Standing | null {
  const reference = idOf(intent.latest_charge);
  switch (intent.status) {
    case 'succeeded':
      return reference === null
        ? null
        : ok(reference, fromStripe(intent.amount_received, intent.currency), feeOf(intent));
    case 'processing':
      return { kind: 'pending', reference, action: null };
    case 'requires_payment_method':
      return declined(intent.last_payment_error ?? {});
    default:
      return null;
  }
}

/** Stripe takes its fee in the currency of our balance. In another one than the payment's it tells nothing of this payment. */
function feeOf({ latest_charge: charge, currency }: WireIntent): Pick<Effect, 'fee'> {
  const transaction = typeof charge === 'object' ? charge?.balance_transaction : null;
  if (typeof transaction !== 'object' || transaction?.currency !== currency) return {};
  const fee = fromStripe(transaction.fee, currency);
  return fee === null ? {} : { fee };
}

const endedByStripe: ReadonlySet<unknown> = new Set(['automatic', 'expired']);
export const isExpired = ({ cancellation_reason: reason }: WireIntent): boolean => endedByStripe.has(reason);

/** How a void of the intent stands. Stripe doesn't keep who cancelled, and it's the same to us. */
export function voidOf(intent: WireIntent): Standing | null {
  if (intent.status !== 'canceled') return null;
  if (isExpired(intent)) return { kind: 'expired', reference: intent.id };
  return ok(intent.id, fromStripe(heldBy(intent)?.amount ?? 0, intent.currency));
}

export function refundOf(refund: WireRefund): Standing | null {
  switch (refund.status) {
    case 'succeeded':
      return ok(refund.id, fromStripe(refund.amount, refund.currency));
    case 'pending':
    case 'requires_action':
      return { kind: 'pending', reference: refund.id, action: null };
    case 'failed':
    case 'canceled':
      return failed(refund);
    default:
      return null;
  }
}

/** It had left our balance only where there is a line of its coming back. */
function failed({ id, amount, currency, failure_reason, failure_balance_transaction, status }: WireRefund) {
  const gatewayCode = failure_reason ?? status ?? 'unknown';
  const money = fromStripe(amount, currency);
  if (idOf(failure_balance_transaction) === null || money === null) return declined({ code: gatewayCode });
  return { kind: 'failed_later', effect: { reference: id, amount: money }, gatewayCode } as const;
}

const ok = (reference: string, amount: Money | null, more: Partial<Effect> = {}): Standing | null =>
  amount === null ? null : { kind: 'ok', effect: { reference, amount, ...more } };
