import type Stripe from 'stripe';
import type { Operation } from '../../../src/payment/operation.js';

/** Of Stripe's objects what the adapter reads, as Stripe spells it. */
type Shown<T> = { readonly [Name in keyof T]?: unknown };

const metadataOf = ({ orderId, operationId }: Operation) => ({ order_id: orderId, operation_id: operationId });

export const chargeOf = (operation: Operation, more: Shown<Stripe.Charge> = {}): Shown<Stripe.Charge> => ({
  id: 'ch_1',
  object: 'charge',
  amount: 4250,
  currency: 'usd',
  captured: false,
  status: 'succeeded',
  metadata: metadataOf(operation),
  payment_intent: 'pi_1',
  payment_method_details: { type: 'card', card: { capture_before: 1_772_884_800 } },
  ...more,
});

export const intentOf = (
  operation: Operation,
  more: Shown<Stripe.PaymentIntent> = {},
): Shown<Stripe.PaymentIntent> => ({
  id: 'pi_1',
  object: 'payment_intent',
  amount_received: 0,
  currency: 'usd',
  status: 'requires_capture',
  metadata: metadataOf(operation),
  latest_charge: chargeOf(operation),
  last_payment_error: null,
  next_action: null,
  cancellation_reason: null,
  ...more,
});

export const refundOf = (operation: Operation, more: Shown<Stripe.Refund> = {}): Shown<Stripe.Refund> => ({
  id: 're_1',
  object: 'refund',
  amount: 4250,
  currency: 'usd',
  status: 'succeeded',
  metadata: metadataOf(operation),
  ...more,
});

export const disputeOf = (more: Readonly<Record<string, unknown>> = {}): Readonly<Record<string, unknown>> => ({
  id: 'dp_1',
  object: 'dispute',
  amount: 4250,
  currency: 'usd',
  status: 'needs_response',
  charge: 'ch_1',
  payment_intent: 'pi_1',
  balance_transactions: [],
  ...more,
});
