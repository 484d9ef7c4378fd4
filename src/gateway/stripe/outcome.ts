import Stripe from 'stripe';
import type { Operation } from '../../payment/operation.js';
import type { Outcome } from '../../payment/outcome.js';
import type { Standing } from '../snapshot.js';
import { declined } from './declines.js';
import { ExchangeFailed, type Fault } from './http-client.js';
import { captureIdOf, isAuthorizedBy, isRefundedBy } from './ownership.js';
import { refused } from './refused.js';
import { authorizationOf, captureOf, refundOf, voidOf } from './standing.js';
import { readAs, wireDecline, wireIntent, wireRefund } from './wire.js';

const unreadable: Outcome = { kind: 'unknown', cause: 'unreadable' };

/** What an answered call came to. An answer can be mixed up on its way: one that isn't this operation's says nothing. */
export function outcomeOf(answer: unknown, operation: Operation): Outcome {
  const standing = standingIn(answer, operation);
  if (standing === null || standing.kind === 'expired') return unreadable;
  // It was refused at once: nobody can have taken it for done.
  return standing.kind === 'failed_later' ? declined({ code: standing.gatewayCode }) : standing;
}

function standingIn(answer: unknown, operation: Operation): Standing | null {
  if (operation.kind === 'refund') {
    const refund = readAs(wireRefund, answer);
    return refund !== null && isRefundedBy(refund, operation) ? refundOf(refund) : null;
  }
  const intent = readAs(wireIntent, answer);
  if (intent === null) return null;
  switch (operation.kind) {
    case 'authorize':
      return isAuthorizedBy(intent, operation) ? authorizationOf(intent) : null;
    case 'capture':
      return captureIdOf(intent) === operation.operationId ? captureOf(intent) : null;
    case 'void':
      return intent.id === operation.authorization ? voidOf(intent) : null;
  }
}

/** What a call came to that the SDK threw at. @throws what isn't an error of Stripe's or of the way there */
export function outcomeOfError(error: unknown, operation: Operation): Outcome {
  if (!(error instanceof Stripe.errors.StripeError)) throw error;
  if (error.detail instanceof ExchangeFailed) return outcomeOfFault(error.detail.fault);
  const { statusCode = 0, code, rawType } = error;
  switch (statusCode) {
    case 400:
    case 404:
      return refused(error, operation.kind) ?? unreadable;
    case 402:
      return rawType === 'card_error' ? declinedBy(error, operation) : unreadable;
    case 401:
    case 403:
      // Our key isn't one, or may not do this: turned away before anything was looked at.
      return { kind: 'not_attempted', reason: code ?? (statusCode === 401 ? 'not_authenticated' : 'not_permitted') };
    case 409:
      // The first try under this key is still at work: as if we had waited for it for too long.
      return { kind: 'unknown', cause: 'timeout' };
    case 429:
      return isStripes(rawType) ? { kind: 'not_attempted', reason: code ?? 'rate_limit' } : unreadable;
    default:
      return statusCode >= 500 ? { kind: 'unknown', cause: 'server_error' } : unreadable;
  }
}

type StripeError = InstanceType<typeof Stripe.errors.StripeError>;

// Somebody between us and Stripe may answer in JSON as well.
const types: ReadonlySet<unknown> = new Set(['api_error', 'invalid_request_error', 'rate_limit_error']);
const isStripes = (rawType: unknown): boolean => types.has(rawType);

function outcomeOfFault(fault: Fault): Outcome {
  switch (fault.kind) {
    case 'not_sent':
      return { kind: 'not_attempted', reason: fault.reason };
    case 'lost':
      return { kind: 'unknown', cause: fault.cause };
    case 'unreadable':
      return fault.status >= 500 ? { kind: 'unknown', cause: 'server_error' } : unreadable;
  }
}

function declinedBy(error: StripeError, operation: Operation): Outcome {
  const intent = readAs(wireIntent, error.payment_intent);
  if (operation.kind === 'authorize' && intent !== null && !isAuthorizedBy(intent, operation)) return unreadable;
  return declined(readAs(wireDecline, error.raw) ?? {});
}

/** Why a question has no answer: a word for the log. @throws what isn't an error of Stripe's or of the way there */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Stripe.errors.StripeError)) throw error;
  if (!(error.detail instanceof ExchangeFailed))
    return error.code ?? error.rawType ?? `status_${error.statusCode ?? 0}`;
  const { fault } = error.detail;
  if (fault.kind === 'not_sent') return fault.reason;
  return fault.kind === 'lost' ? fault.cause : `status_${fault.status}`;
}
