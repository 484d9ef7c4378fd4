import type { Currency } from '../kernel/currency.js';
import type { GatewayReference, Operation } from '../payment/operation.js';
import type { Outcome } from '../payment/outcome.js';
import type { SettlementLine } from './settlement-line.js';
import type { Snapshot } from './snapshot.js';
import type { WebhookHeaders, WebhookRead } from './webhook.js';

/** What a gateway can do, for whoever decides what to ask of it. */
export type Capabilities = {
  readonly partialCapture: boolean;
  /** An authorization can be captured in several parts. */
  readonly multiCapture: boolean;
  readonly partialRefund: boolean;
  /** Milliseconds for which a repeated operation is known as such. After that it may only be looked up. */
  readonly idempotencyTtlMs: number;
  /** The currencies it takes, with the digits that it gives them, which aren't always those of ISO 4217. */
  readonly exponents: ReadonlyMap<Currency, number>;
};

/** By the operation, also where its call has told no reference; or by what an earlier answer or a payout line names. */
export type Sought =
  | { readonly by: 'operation'; readonly operation: Operation }
  | { readonly by: 'reference'; readonly reference: GatewayReference };

export type LookUp =
  | { readonly kind: 'found'; readonly snapshot: Snapshot }
  /** The gateway knows of no such operation at this moment; a call that is still on its way can change that. */
  | { readonly kind: 'not_found' }
  /** Nothing was learnt. */
  | { readonly kind: 'unavailable'; readonly reason: string };

/** Payout lines couldn't be read to their end. Reading again from the same moment gives them all. */
export class SettlementsUnavailable extends Error {
  readonly code = 'GATEWAY.SETTLEMENTS_UNAVAILABLE';
  constructor(gateway: string, reason: string, options?: ErrorOptions) {
    super(`The payout lines of the gateway ${gateway} can't be read: ${reason}`, options);
  }
}

/** A company that moves money for us. Calls happen outside every transaction, and each ends by its adapter's deadline. */
export abstract class PaymentGateway {
  abstract readonly capabilities: Capabilities;

  /**
   * Sends one operation, once. The same operation is the same bytes under the same key, however often it's sent. Neither a
   * fault of the network nor of the gateway rejects: `not_attempted` says that this try can't have had an effect, not that
   * none before it had; all that is doubtful is `unknown`. The amount in `ok` is the gateway's, and to be compared.
   */
  abstract run(operation: Operation): Promise<Outcome>;

  abstract lookUp(sought: Sought): Promise<LookUp>;

  /** The lines of payouts made at or after `since`, oldest first. @throws SettlementsUnavailable */
  abstract settlements(since: Date): AsyncIterable<SettlementLine>;

  /** @param rawBody the bytes as they came: a body that was parsed and written again has another signature */
  abstract readWebhook(rawBody: Uint8Array, headers: WebhookHeaders): WebhookRead;
}
