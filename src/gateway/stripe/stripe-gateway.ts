import Stripe from 'stripe';
import type { Operation } from '../../payment/operation.js';
import type { Outcome } from '../../payment/outcome.js';
import type { Clock } from '../../platform/clock.js';
import { type Capabilities, type LookUp, PaymentGateway, type Sought } from '../payment-gateway.js';
import type { SettlementLine } from '../settlement-line.js';
import type { WebhookHeaders, WebhookRead } from '../webhook.js';
import { checkSignature } from '../webhook-signature.js';
import { stripeDigits } from './amounts.js';
import { stripeHttpClient } from './http-client.js';
import { lookUp } from './look-up.js';
import { outcomeOf, outcomeOfError } from './outcome.js';
import { payoutLines } from './payout-lines.js';
import { readEvent } from './read-event.js';
import { requestFor, type StripeRequest } from './request.js';
import { readAs, wireEvent } from './wire.js';

export type StripeSettings = {
  readonly secretKey: string;
  /** Stripe's own, or that of a double. */
  readonly url: string;
  /** Any of them may have signed a webhook: two, while the secret is being changed. */
  readonly webhookSecrets: readonly string[];
  /** Where customers come back to who had to confirm that the card is theirs; null: they are never asked. */
  readonly returnUrl: string | null;
  /** Milliseconds for each request. */
  readonly deadlineMs: number;
};

export const stripeUrl = 'https://api.stripe.com';

/** All that we read and send is of this version, whatever the account's own is. Webhook endpoints have to be set to it as well. */
const apiVersion = '2026-10-28.endive';
const signatureHeader = 'stripe-signature';
const dayMs = 24 * 3_600_000;

/** The adapter to Stripe, by its SDK: card payments in two steps. */
export class StripeGateway extends PaymentGateway {
  readonly capabilities: Capabilities = {
    partialCapture: true,
    multiCapture: false,
    partialRefund: true,
    idempotencyTtlMs: dayMs,
    exponents: stripeDigits,
  };
  // Private to the engine, so that nothing that prints this object prints the key or a secret.
  readonly #stripe: Stripe;
  readonly #settings: StripeSettings;

  constructor(
    settings: StripeSettings,
    private readonly clock: Clock,
  ) {
    super();
    this.#settings = settings;
    const { protocol, hostname, port } = new URL(settings.url);
    const isPlain = protocol === 'http:';
    this.#stripe = new Stripe(settings.secretKey, {
      apiVersion,
      protocol: isPlain ? 'http' : 'https',
      host: hostname,
      port: port === '' ? (isPlain ? 80 : 443) : Number(port),
      httpClient: stripeHttpClient,
      timeout: settings.deadlineMs,
      // Whoever sends again is the worker that knows what has become of the payment in between.
      maxNetworkRetries: 0,
      telemetry: false,
    });
  }

  async run(operation: Operation): Promise<Outcome> {
    const request = requestFor(operation, this.#settings.returnUrl);
    if (!('call' in request)) return request;
    try {
      return outcomeOf(await this.send(request, operation.operationId), operation);
    } catch (error) {
      return outcomeOfError(error, operation);
    }
  }

  lookUp(sought: Sought): Promise<LookUp> {
    const { idempotencyTtlMs } = this.capabilities;
    return lookUp(this.#stripe, sought, { now: this.clock.now(), idempotencyTtlMs });
  }

  settlements(since: Date): AsyncIterable<SettlementLine> {
    return payoutLines(this.#stripe, since);
  }

  readWebhook(rawBody: Uint8Array, headers: WebhookHeaders): WebhookRead {
    const { webhookSecrets: secrets } = this.#settings;
    const signature = checkSignature(rawBody, headers[signatureHeader], { secrets, now: this.clock.now() });
    if (signature !== 'valid') return { ok: false, reason: signature };
    const event = readAs(wireEvent, readJson(rawBody));
    const told = event === null ? 'unreadable' : readEvent(event);
    if (event === null || told === 'unreadable') return { ok: false, reason: 'unreadable' };
    return { ok: true, eventId: event.id, occurredAt: event.created, event: told };
  }

  private send(request: StripeRequest, idempotencyKey: string): Promise<unknown> {
    const { paymentIntents, refunds } = this.#stripe;
    switch (request.call) {
      case 'authorize':
        return paymentIntents.create(request.params, { idempotencyKey });
      case 'capture':
        return paymentIntents.capture(request.id, request.params, { idempotencyKey });
      case 'void':
        return paymentIntents.cancel(request.id, request.params, { idempotencyKey });
      case 'refund':
        return refunds.create(request.params, { idempotencyKey });
    }
  }
}

/** A body that isn't JSON reads as undefined, which no schema takes. */
function readJson(rawBody: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(rawBody).toString('utf8'));
  } catch {
    return undefined;
  }
}
