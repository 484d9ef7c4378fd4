import type Stripe from 'stripe';
import type { Operation } from '../operation.js';
import type { Operations } from '../operations.js';
import type { Line } from '../payouts.js';
import type { Disputes } from '../disputes.js';
import { blankCard, blankCharge, blankIntent, blankLine, blankRefund } from './blanks.js';
import { disputeOf } from './dispute-objects.js';

export type Metadata = Readonly<Record<string, string>>;

const seconds = (date: Date): number => Math.floor(date.getTime() / 1000);
const tailOf = (id: string): string => id.slice(id.indexOf('_') + 1);
export const chargeIdOf = (intentId: string): string => `ch_${tailOf(intentId)}`;
const intentIdOf = (chargeId: string): string => `pi_${tailOf(chargeId)}`;

/** Stripe's objects, made of what the gateway's operations have come to. Everything that can be expanded is. */
export class Objects {
  constructor(
    private readonly operations: Operations,
    private readonly disputes: Disputes,
    private readonly metadataOf: (key: string) => Metadata,
  ) {}

  intent(authorization: Operation): Stripe.PaymentIntent {
    const capture = this.succeeded(authorization.id, 'capture');
    const status = this.statusOf(authorization, capture);
    const currency = authorization.currency.toLowerCase();
    return {
      ...blankIntent,
      id: authorization.id,
      amount: Number(authorization.amount),
      amount_capturable: status === 'requires_capture' ? Number(authorization.amount) : 0,
      amount_received: Number(capture?.amount ?? 0n),
      cancellation_reason: status === 'canceled' ? this.reasonOf(authorization) : null,
      client_secret: `${authorization.id}_secret_of_a_double`,
      created: seconds(authorization.madeAt),
      currency,
      last_payment_error:
        status === 'requires_payment_method' ? { type: 'card_error', ...declineOf(authorization.code ?? '') } : null,
      latest_charge: authorization.status === 'pending' ? null : this.charge(authorization),
      metadata: {
        ...this.metadataOf(authorization.key),
        ...(capture === null ? {} : this.metadataOf(capture.key)),
      },
      next_action:
        status === 'requires_action'
          ? { type: 'redirect_to_url', redirect_to_url: { url: authorization.action, return_url: null } }
          : null,
      status,
    };
  }

  charge(authorization: Operation): Stripe.Charge {
    const capture = this.succeeded(authorization.id, 'capture');
    const id = chargeIdOf(authorization.id);
    const refunded = this.operations.childrenOf(id).filter(({ status }) => status === 'succeeded');
    return {
      ...blankCharge,
      id,
      amount: Number(authorization.amount),
      amount_captured: Number(capture?.amount ?? 0n),
      amount_refunded: Number(refunded.reduce((sum, { amount }) => sum + amount, 0n)),
      balance_transaction: capture === null ? null : this.captureLine(capture),
      captured: capture !== null,
      disputed: this.disputes.ofCapture(id) !== null,
      created: seconds(authorization.madeAt),
      currency: authorization.currency.toLowerCase(),
      metadata: this.metadataOf(authorization.key),
      payment_intent: authorization.id,
      payment_method_details: {
        type: 'card',
        card: {
          ...blankCard,
          ...(authorization.captureBefore === null ? {} : { capture_before: seconds(authorization.captureBefore) }),
        },
      },
      status: authorization.status === 'declined' ? 'failed' : 'succeeded',
    };
  }

  refund(refund: Operation): Stripe.Refund {
    const failed = refund.status === 'declined' || refund.status === 'failed';
    return {
      ...blankRefund,
      id: refund.id,
      amount: Number(refund.amount),
      charge: refund.parent,
      created: seconds(refund.madeAt),
      currency: refund.currency.toLowerCase(),
      metadata: this.metadataOf(refund.key),
      payment_intent: refund.parent === null ? null : intentIdOf(refund.parent),
      status: failed ? 'failed' : refund.status,
      ...(failed ? { failure_reason: refund.code ?? 'unknown' } : {}),
      // It had left the balance, and is back.
      ...(refund.status === 'failed' ? { failure_balance_transaction: `txn_back_${refund.id}` } : {}),
    };
  }

  /** What a line of a payout is about. */
  sourceOf({ reference, category }: Line): Stripe.Charge | Stripe.Refund | Stripe.Dispute | null {
    const dispute = category === 'dispute' ? this.disputes.ofCapture(reference) : null;
    if (dispute !== null) return disputeOf(dispute);
    const operation = this.operations.find({ reference });
    if (operation?.kind === 'refund') return this.refund(operation);
    const authorization = operation === null ? null : this.operations.find({ reference: operation.parent ?? '' });
    return authorization === null ? null : this.charge(authorization);
  }

  private captureLine({ id, amount, fee, currency, madeAt }: Operation): Stripe.BalanceTransaction {
    const [gross, taken] = [Number(amount), Number(fee ?? 0n)];
    return {
      ...blankLine,
      id: `txn_of_${id}`,
      amount: gross,
      available_on: seconds(madeAt),
      created: seconds(madeAt),
      currency: currency.toLowerCase(),
      fee: taken,
      net: gross - taken,
      reporting_category: 'charge',
      source: id,
      type: 'charge',
    };
  }

  private statusOf(authorization: Operation, capture: Operation | null): Stripe.PaymentIntent['status'] {
    if (this.succeeded(authorization.id, 'void') !== null || authorization.status === 'expired') return 'canceled';
    if (capture !== null) return 'succeeded';
    switch (authorization.status) {
      case 'pending':
        return 'requires_action';
      case 'declined':
        return 'requires_payment_method';
      default:
        return 'requires_capture';
    }
  }

  private reasonOf({ status }: Operation): Stripe.PaymentIntent['cancellation_reason'] {
    return status === 'expired' ? 'automatic' : 'requested_by_customer';
  }

  private succeeded(id: string, wanted: Operation['kind']): Operation | null {
    const done = ({ kind, status }: Operation): boolean => kind === wanted && status === 'succeeded';
    return this.operations.childrenOf(id).find(done) ?? null;
  }
}

// A few of an issuer's reasons are error codes of their own; the others come under one.
const ownCodes: ReadonlySet<string> = new Set([
  'expired_card',
  'incorrect_cvc',
  'processing_error',
  'authentication_required',
]);

export const declineOf = (code: string): { readonly code: string; readonly decline_code: string } => ({
  code: ownCodes.has(code) ? code : 'card_declined',
  decline_code: code,
});
