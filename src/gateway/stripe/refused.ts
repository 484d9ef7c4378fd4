import type Stripe from 'stripe';
import type { OperationKind } from '../../payment/operation.js';
import type { Outcome, RejectionCode } from '../../payment/outcome.js';
import { isExpired } from './standing.js';
import { readAs, wireIntent } from './wire.js';

type StripeError = Stripe.errors.StripeError;

const rejections: ReadonlyMap<string, RejectionCode> = new Map([
  ['charge_already_captured', 'already_captured'],
  ['charge_already_refunded', 'already_refunded'],
  ['charge_expired_for_capture', 'expired'],
  ['capture_charge_authorization_expired', 'expired'],
  ['amount_too_large', 'amount_too_large'],
  ['resource_missing', 'unknown_reference'],
]);

/** What a 400 or a 404 says of an operation; null where it isn't Stripe that says it. */
export function refused(error: StripeError, kind: OperationKind): Outcome | null {
  const { param, rawType } = error;
  const gatewayCode = error.code ?? String(rawType);
  if (rawType === 'idempotency_error') return { kind: 'rejected', code: 'key_reused', gatewayCode };
  if (rawType !== 'invalid_request_error') return null;
  // The token is nothing that can be charged, or can't any more.
  if (kind === 'authorize' && param === 'payment_method')
    return { kind: 'declined', code: 'invalid_method', retry: 'other_method', gatewayCode };
  return { kind: 'rejected', code: codeOf(error, kind), gatewayCode };
}

function codeOf(error: StripeError, kind: OperationKind): RejectionCode {
  if (error.code === 'payment_intent_unexpected_state') return inState(error);
  // More than what is left of a charge has no code of its own.
  if (error.code === undefined && kind === 'refund' && error.param === 'amount') return 'amount_too_large';
  return rejections.get(error.code ?? '') ?? 'invalid_request';
}

function inState(error: StripeError): RejectionCode {
  const intent = readAs(wireIntent, error.payment_intent);
  switch (intent?.status) {
    case 'succeeded':
      return 'already_captured';
    case 'canceled':
      return isExpired(intent) ? 'expired' : 'already_voided';
    default:
      return 'unknown_reference';
  }
}
