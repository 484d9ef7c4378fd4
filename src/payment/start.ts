import type { Money } from '../kernel/money.js';
import type { EventOf } from './event.js';
import type { Given } from './input.js';
import type { OperationKind, OperationRef, PaymentMethod } from './operation.js';
import type { AfterRelease, Authorization, Captured, Payment } from './state.js';

/** The id and the time that an input brings for the operation that it starts. */
export type Fresh = Pick<Given, 'operationId' | 'at'>;
/** A new attempt after soft declines waits; any other operation is sent at once. */
type Patience = { readonly afterMs: number; readonly declines: number };
const atOnce: Patience = { afterMs: 0, declines: 0 };

const refOf = (state: Payment, kind: OperationKind, { operationId }: Fresh): OperationRef => ({
  ...{ operationId, orderId: state.orderId, attempt: state.attempts[kind] + 1 },
});

export const authorize = (
  state: Payment,
  method: PaymentMethod,
  fresh: Fresh,
  declines: number,
): EventOf<'AuthorizeStarted'> => ({
  type: 'AuthorizeStarted',
  operation: { ...refOf(state, 'authorize', fresh), kind: 'authorize', amount: state.total, method },
  ...{ at: fresh.at, afterMs: 0, declines },
});

/** Always final: one capture for an authorization is what cards allow, and the rest of the hold goes with it. */
export const capture = (
  state: Payment,
  { reference }: Authorization,
  amount: Money,
  fresh: Fresh,
  patience = atOnce,
): EventOf<'CaptureStarted'> => ({
  type: 'CaptureStarted',
  operation: { ...refOf(state, 'capture', fresh), kind: 'capture', amount, authorization: reference, final: true },
  at: fresh.at,
  ...patience,
});

export const release = (
  state: Payment,
  authorization: string,
  next: AfterRelease,
  fresh: Fresh,
  patience = atOnce,
): EventOf<'VoidStarted'> => ({
  type: 'VoidStarted',
  operation: { ...refOf(state, 'void', fresh), kind: 'void', authorization },
  next,
  at: fresh.at,
  ...patience,
});

export const refund = (
  state: Captured,
  amount: Money,
  fresh: Fresh,
  inPlaceOf: EventOf<'RefundStarted'>['inPlaceOf'] = null,
  patience = atOnce,
): EventOf<'RefundStarted'> => ({
  type: 'RefundStarted',
  operation: { ...refOf(state, 'refund', fresh), kind: 'refund', amount, capture: state.capture.reference },
  inPlaceOf,
  at: fresh.at,
  ...patience,
});
