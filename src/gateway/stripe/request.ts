import type Stripe from 'stripe';
import type { Operation } from '../../payment/operation.js';
import type { Outcome } from '../../payment/outcome.js';
import { toStripe } from './amounts.js';

export type StripeRequest =
  | { readonly call: 'authorize'; readonly params: Stripe.PaymentIntentCreateParams }
  | { readonly call: 'capture'; readonly id: string; readonly params: Stripe.PaymentIntentCaptureParams }
  | { readonly call: 'void'; readonly id: string; readonly params: Stripe.PaymentIntentCancelParams }
  | { readonly call: 'refund'; readonly params: Stripe.RefundCreateParams };

type Refusal = Extract<Outcome, { readonly kind: 'rejected' }>;

const refusal = (code: Refusal['code'], gatewayCode: string): Refusal => ({ kind: 'rejected', code, gatewayCode });

/**
 * What the SDK is asked for an operation: a function of it and of where customers come back to alone. The SDK writes fields in
 * the order in which they stand here, so that every try is the same bytes. Or why nothing is sent at all.
 * @param returnUrl null: nobody is there to confirm that the card is theirs, and the issuer who insists declines
 */
export function requestFor(operation: Operation, returnUrl: string | null): StripeRequest | Refusal {
  if (operation.kind === 'void')
    return {
      call: 'void',
      id: operation.authorization,
      params: { cancellation_reason: 'requested_by_customer', expand: ['latest_charge'] },
    };
  // Several captures of one authorization are a feature that Stripe grants to some accounts, for some cards.
  if (operation.kind === 'capture' && !operation.final) return refusal('invalid_request', 'multicapture_not_supported');
  const amount = toStripe(operation.amount);
  if (amount === 'currency_not_taken') return refusal('currency_mismatch', amount);
  return amount === 'amount_not_representable'
    ? refusal('invalid_request', amount)
    : movingMoney(operation, amount, returnUrl);
}

function movingMoney(
  operation: Exclude<Operation, { readonly kind: 'void' }>,
  amount: number,
  returnUrl: string | null,
): StripeRequest {
  const who = { order_id: operation.orderId, operation_id: operation.operationId, attempt: String(operation.attempt) };
  switch (operation.kind) {
    case 'authorize':
      return {
        call: 'authorize',
        params: {
          amount,
          currency: operation.amount.currency.toLowerCase(),
          payment_method: operation.method.token,
          // Other kinds can't hold money, or send their customer away first.
          allowed_payment_method_types: ['card'],
          capture_method: 'manual',
          confirm: true,
          ...(returnUrl === null ? { off_session: true } : { return_url: returnUrl }),
          metadata: who,
          expand: ['latest_charge'],
        },
      };
    case 'capture':
      return {
        call: 'capture',
        id: operation.authorization,
        params: {
          amount_to_capture: amount,
          // The intent's own ids stay: metadata are merged.
          metadata: { capture_operation_id: operation.operationId },
          expand: ['latest_charge.balance_transaction'],
        },
      };
    case 'refund':
      return { call: 'refund', params: { charge: operation.capture, amount, metadata: who } };
  }
}
