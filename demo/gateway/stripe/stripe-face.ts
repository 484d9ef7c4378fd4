import { randomUUID } from 'node:crypto';
import type Stripe from 'stripe';
import type { Asking } from '../asking.js';
import type { Dispute, Disputes } from '../disputes.js';
import type { Event, Face } from '../face.js';
import type { Answer } from '../http.js';
import type { Operation } from '../operation.js';
import type { Operations } from '../operations.js';
import { disputeOf, eventTypesOf } from './dispute-objects.js';
import { failed, invalid, missing } from './errors.js';
import { expandOnly } from './expand.js';
import { readMethod } from './methods.js';
import { chargeIdOf, declineOf, type Metadata, Objects } from './objects.js';

const apiVersion = '2026-10-28.endive' satisfies Stripe.LatestApiVersion;

type Changed = { readonly type: Stripe.Event.Type; readonly object: object; readonly byUs: boolean };
type Told = Omit<Changed, 'byUs'> & { readonly idempotencyKey: string | null };

/** The gateway, dressed as Stripe: PaymentIntents that hold money until they're captured, charges, refunds and events. */
export class StripeFace implements Face {
  readonly signatureHeader = 'stripe-signature';
  readonly readMethod = readMethod;
  readonly broken: Answer = failed(500, { type: 'api_error' });
  readonly objects: Objects;
  private readonly metadata = new Map<string, Metadata>();

  constructor(
    private readonly operations: Operations,
    disputes: Disputes,
  ) {
    this.objects = new Objects(operations, disputes, (key) => this.metadata.get(key) ?? {});
  }

  /** What a request says of its own, kept with what it makes. */
  note(key: string, metadata: Metadata): void {
    this.metadata.set(key, metadata);
  }

  name(asking: Asking): string {
    if (asking.kind === 'capture') return chargeIdOf(asking.authorization);
    return `${{ authorize: 'pi', void: 'void', refund: 're' }[asking.kind]}_${randomUUID().replaceAll('-', '')}`;
  }

  nameDispute(): string {
    return `dp_${randomUUID().replaceAll('-', '')}`;
  }

  /** Rate limits, in turns of the account and of the object. */
  busy(tries: number): Answer {
    const code = tries % 2 === 1 ? 'rate_limit' : 'lock_timeout';
    return failed(429, { type: 'invalid_request_error', code });
  }

  answer(operation: Operation): Answer {
    if (operation.kind === 'refund') return { status: 200, body: this.objects.refund(operation) };
    const intent = this.objects.intent(this.authorizationOf(operation));
    if (operation.status !== 'declined') return { status: 200, body: intent };
    const payment_intent = expandOnly(intent, []);
    return failed(402, { type: 'card_error', ...declineOf(operation.code ?? ''), payment_intent });
  }

  refuse(fault: string, asking: Asking): Answer {
    if (asking.kind === 'authorize') return missing('payment_method', 400);
    if (fault === 'amount_too_large')
      // Stripe has a code for it with captures alone.
      return asking.kind === 'refund'
        ? failed(400, { type: 'invalid_request_error', param: 'amount' })
        : invalid('amount_too_large', 'amount_to_capture');
    if (asking.kind !== 'refund') return this.wrongState(fault, asking.authorization);
    const codes: Readonly<Record<string, string>> = {
      ...{ already_refunded: 'charge_already_refunded', charge_disputed: 'charge_disputed' },
    };
    return invalid(codes[fault] ?? 'charge_not_refundable');
  }

  eventsOf(operation: Operation, occurredAt: Date): readonly Event[] {
    const told = this.told(operation).map(({ type, object, byUs }) => {
      return { type, object, idempotencyKey: byUs ? operation.key : null };
    });
    return eventsOf(told, operation.key, occurredAt);
  }

  disputeEventsOf(dispute: Dispute, occurredAt: Date): readonly Event[] {
    const object = disputeOf(dispute);
    const told = eventTypesOf(dispute).map((type) => ({ type, object, idempotencyKey: null }));
    return eventsOf(told, dispute.capture.key, occurredAt);
  }

  private told(operation: Operation): readonly Changed[] {
    const { kind, status } = operation;
    if (kind === 'refund') return [this.toldOfRefund(operation)];
    const intent = this.objects.intent(this.authorizationOf(operation));
    const of = (type: Stripe.Event.Type, byUs = true): Changed => ({ type, object: intent, byUs });
    if (kind === 'capture') return status === 'succeeded' ? [of('payment_intent.succeeded')] : [];
    if (kind === 'void') return status === 'succeeded' ? [of('payment_intent.canceled')] : [];
    switch (status) {
      case 'succeeded':
        return [
          { type: 'charge.succeeded', object: this.objects.charge(operation), byUs: true },
          of('payment_intent.amount_capturable_updated'),
        ];
      case 'pending':
        return [of('payment_intent.requires_action')];
      case 'expired':
        return [of('payment_intent.canceled', false)];
      default:
        // One that was cancelled in the meantime has nothing more to tell.
        return intent.status === 'canceled' ? [] : [of('payment_intent.payment_failed')];
    }
  }

  private toldOfRefund(refund: Operation): Changed {
    const types = { pending: 'refund.created', succeeded: 'refund.updated' } as const;
    const type = refund.status === 'pending' || refund.status === 'succeeded' ? types[refund.status] : 'refund.failed';
    return { type, object: this.objects.refund(refund), byUs: refund.status !== 'failed' };
  }

  private wrongState(fault: string, intentId: string): Answer {
    const authorization = this.operations.find({ reference: intentId });
    if (authorization === null) return missing('intent');
    const intent = this.objects.intent(authorization);
    // A token can have it expire before its time.
    const shown =
      fault === 'authorization_expired' ? { ...intent, status: 'canceled', cancellation_reason: 'automatic' } : intent;
    const payment_intent = expandOnly(shown, []);
    return failed(400, { type: 'invalid_request_error', code: 'payment_intent_unexpected_state', payment_intent });
  }

  private authorizationOf(operation: Operation): Operation {
    return operation.parent === null ? operation : (this.operations.find({ reference: operation.parent }) ?? operation);
  }
}

const eventsOf = (told: readonly Told[], key: string, occurredAt: Date): readonly Event[] =>
  told.map(({ type, object, idempotencyKey }, index) => {
    const id = `evt_${randomUUID().replaceAll('-', '')}`;
    const event = {
      id,
      object: 'event',
      api_version: apiVersion,
      created: Math.floor(occurredAt.getTime() / 1000),
      data: { object: expandOnly(object, []) },
      livemode: false,
      pending_webhooks: 1,
      request: { id: `req_${randomUUID()}`, idempotency_key: idempotencyKey },
      type,
    };
    return { id, type, key: index === 0 ? key : null, body: JSON.stringify(event) };
  });
