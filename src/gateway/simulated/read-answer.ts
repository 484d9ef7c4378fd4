import type { Operation } from '../../payment/operation.js';
import type { Effect, Outcome } from '../../payment/outcome.js';
import type { Exchange } from '../http-exchange.js';
import type { LookUp, Sought } from '../payment-gateway.js';
import type { Snapshot, Standing } from '../snapshot.js';
import { declined, rejectionOf } from './codes.js';
import { readAs, wireError, type WireOperation, wireOperation } from './wire.js';

const unreadable: Outcome = { kind: 'unknown', cause: 'unreadable' };

/** What an operation's call came to. Whatever isn't said in so many words is unknown. */
export function outcomeOf(exchange: Exchange, operation: Operation): Outcome {
  switch (exchange.kind) {
    case 'not_sent':
      return { kind: 'not_attempted', reason: exchange.reason };
    case 'lost':
      return { kind: 'unknown', cause: exchange.cause };
    case 'answered':
      return exchange.status < 300 || exchange.status === 402 ? taken(exchange.text, operation) : refused(exchange);
  }
}

/** An answer can be mixed up on its way, by a proxy or a pool of connections. */
const isOf = (answer: WireOperation, operation: Operation): boolean =>
  answer.key === operation.operationId && answer.order === operation.orderId && answer.kind === operation.kind;

function taken(text: string, operation: Operation): Outcome {
  const answer = readAs(wireOperation, text);
  if (answer === null || !isOf(answer, operation)) return unreadable;
  const standing = standingOf(answer);
  // An answer to a call tells of its first moments: it can't have ended yet.
  return standing.kind === 'expired' || standing.kind === 'failed_later' ? unreadable : standing;
}

function refused({ status, text }: Extract<Exchange, { kind: 'answered' }>): Outcome {
  const { type, code } = readAs(wireError, text)?.error ?? { type: null, code: '' };
  // Not by the status alone: a proxy can answer 503 for a gateway that has long done it.
  if (type === 'not_processed' && (status === 429 || status === 503)) return { kind: 'not_attempted', reason: code };
  const rejection = type === 'refused' ? rejectionOf(code) : null;
  if (rejection !== null) return { kind: 'rejected', code: rejection, gatewayCode: code };
  return status >= 500 ? { kind: 'unknown', cause: 'server_error' } : unreadable;
}

/** What a look-up came to. */
export function foundIn(exchange: Exchange, sought: Sought): LookUp {
  if (exchange.kind === 'not_sent') return { kind: 'unavailable', reason: exchange.reason };
  if (exchange.kind === 'lost') return { kind: 'unavailable', reason: exchange.cause };
  const { status, text } = exchange;
  const found = status === 200 ? readAs(wireOperation, text) : null;
  if (found !== null && isSought(found, sought)) return { kind: 'found', snapshot: snapshotOf(found) };
  const error = readAs(wireError, text)?.error;
  // Anything can answer 404 at an address where the gateway isn't: only its own word for it counts.
  if (status === 404 && error?.type === 'not_found') return { kind: 'not_found' };
  return { kind: 'unavailable', reason: error?.code ?? `status_${status}` };
}

const isSought = (found: WireOperation, sought: Sought): boolean =>
  sought.by === 'reference' ? found.id === sought.reference : isOf(found, sought.operation);

export const snapshotOf = (operation: WireOperation): Snapshot => ({
  operationId: operation.key,
  orderId: operation.order,
  operation: operation.kind,
  standing: standingOf(operation),
});

function standingOf(operation: WireOperation): Standing {
  switch (operation.status) {
    case 'succeeded':
      return { kind: 'ok', effect: effectOf(operation) };
    case 'pending':
      return { kind: 'pending', reference: operation.id, action: operation.action };
    case 'declined':
      return declined(operation.code ?? '');
    case 'expired':
      return { kind: 'expired', reference: operation.id };
    case 'failed':
      return { kind: 'failed_later', effect: effectOf(operation), gatewayCode: operation.code ?? '' };
  }
}

const effectOf = ({ id, amount, currency, capture_before, fee }: WireOperation): Effect => ({
  reference: id,
  amount: { minor: amount, currency },
  ...(capture_before === null ? {} : { captureBefore: capture_before }),
  ...(fee === null ? {} : { fee: { minor: fee, currency } }),
});
