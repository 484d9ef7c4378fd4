import type { Money } from '../kernel/money.js';
import type { GatewayReference } from './operation.js';

/** Why an issuer or a gateway said no, in words that all gateways share. */
export type DeclineCode =
  | 'insufficient_funds'
  | 'do_not_honor'
  | 'lost_or_stolen'
  | 'fraud_suspected'
  | 'expired_method'
  | 'invalid_method'
  | 'limit_exceeded'
  | 'issuer_unavailable'
  | 'processing_error'
  | 'other';

/** Why a gateway refuses an operation that it can't do in the state in which the payment is. */
export type RejectionCode =
  | 'already_captured'
  | 'already_voided'
  | 'already_refunded'
  | 'expired'
  | 'amount_too_large'
  | 'currency_mismatch'
  | 'unknown_reference'
  | 'key_reused'
  /** It will never do such a thing: an amount below its least, say. */
  | 'invalid_request';

/** What a successful operation says back. The amount is compared with the one that was sent. */
export type Effect = {
  readonly reference: GatewayReference;
  readonly amount: Money;
  /** Of an authorization: until when it can be captured. */
  readonly captureBefore?: Date;
  /** Of a capture, where the gateway tells it at once. */
  readonly fee?: Money;
};

/**
 * What a call to the gateway came to. `unknown` is not a decline: the effect may exist, and only a look-up tells.
 * `not_attempted` is sure: nothing has reached the gateway.
 */
export type Outcome =
  | { readonly kind: 'ok'; readonly effect: Effect }
  /** The gateway will tell later, by webhook or look-up. `action` is where the customer must go first, if anywhere. */
  | { readonly kind: 'pending'; readonly reference: GatewayReference | null; readonly action: string | null }
  | {
      readonly kind: 'declined';
      readonly code: DeclineCode;
      readonly retry: 'never' | 'later' | 'other_method';
      /** As the gateway called it. */
      readonly gatewayCode: string;
    }
  | { readonly kind: 'not_attempted'; readonly reason: string }
  | { readonly kind: 'unknown'; readonly cause: 'timeout' | 'reset' | 'server_error' | 'unreadable' }
  | { readonly kind: 'rejected'; readonly code: RejectionCode; readonly gatewayCode: string };

export type OutcomeKind = Outcome['kind'];
