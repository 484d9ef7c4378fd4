import { assertNever } from '../kernel/assert-never.js';
import type { OperationId } from '../kernel/ids.js';
import { owed, refunded, reserved } from '../payment/books.js';
import type { Dispute } from '../payment/dispute.js';
import type { PaymentEvent } from '../payment/event.js';
import type { Operation, OperationStatus } from '../payment/operation.js';
import type { Captured, PaymentState } from '../payment/state.js';

/** What of an operation's row an event changes. */
export type OperationChange = {
  readonly status: OperationStatus;
  readonly reference?: string | null;
  readonly feeMinor?: bigint;
  readonly reason?: string;
};

/** A new operation, or a change of one that has its row: by its id. */
export type OperationChanges = ReadonlyMap<OperationId, OperationChange & { readonly operation?: Operation }>;

/** What an event does to the operations of its payment, whose state `before` it was. */
export function operationChanges(before: PaymentState, event: PaymentEvent): OperationChanges {
  const [id, change] = namedChange(event) ?? [null, null];
  const changes = new Map<OperationId, OperationChange & { readonly operation?: Operation }>();
  const open = 'work' in before && before.work.standing !== 'failed' ? before.work.operation : null;
  // What an event ends without naming it: the void that released, or what was under way when something else was found.
  if (open !== null && open.operationId !== id && endsWork(event))
    changes.set(open.operationId, { status: released(event, open) ? 'succeeded' : 'abandoned' });
  if (id !== null) changes.set(id, change);
  return changes;
}

const endings: ReadonlySet<PaymentEvent['type']> = new Set([
  'AuthorizationGranted',
  'AuthorizationFellShort',
  'AuthorizationReleased',
  'CaptureMade',
  'VoidStarted',
  'PaymentEnded',
] as const);
const endsWork = ({ type }: PaymentEvent): boolean => endings.has(type);

const released = (event: PaymentEvent, { kind }: Operation): boolean =>
  event.type === 'AuthorizationReleased' && kind === 'void';

function namedChange(event: PaymentEvent): readonly [OperationId, OperationChange & { operation?: Operation }] | null {
  switch (event.type) {
    case 'AuthorizeStarted':
    case 'CaptureStarted':
    case 'VoidStarted':
    case 'RefundStarted':
      return [event.operation.operationId, { status: 'asked', operation: event.operation }];
    case 'OperationResent':
      return [event.operationId, { status: 'asked' }];
    case 'OperationPending':
      return [event.operationId, { status: 'pending', reference: event.reference }];
    case 'OutcomeUnknown':
      return [event.operationId, { status: 'unknown', reference: event.reference, reason: event.cause }];
    case 'AuthorizationGranted':
    case 'AuthorizationFellShort':
    case 'CaptureMade':
    case 'RefundMade':
      return event.operationId === null ? null : [event.operationId, success(event.effect)];
    case 'AuthorizationDeclined':
      return [event.operationId, { status: 'declined', reason: event.code }];
    case 'OperationFailed':
    case 'RefundFailed':
      return [event.operationId, { status: 'failed', reason: event.reason }];
    default:
      return null;
  }
}

const success = ({ reference, fee }: Extract<PaymentEvent, { type: 'CaptureMade' }>['effect']): OperationChange => ({
  ...{ status: 'succeeded', reference },
  ...(fee === undefined ? {} : { feeMinor: fee.minor }),
});

/** A row of payment_amounts, told from the payment's state alone; `authorized` is what its events add. */
export type PaymentAmounts = {
  readonly held: bigint;
  readonly captured: bigint;
  readonly settled: bigint;
  readonly refunding: bigint;
  readonly refunded: bigint;
  readonly chargedBack: bigint;
};

const nothing: PaymentAmounts = {
  ...{ held: 0n, captured: 0n, settled: 0n, refunding: 0n, refunded: 0n, chargedBack: 0n },
};

export function amountsOf(state: PaymentState): PaymentAmounts {
  switch (state.stage) {
    case 'Authorized':
    case 'Capturing':
      return { ...nothing, held: state.authorization.amount.minor };
    case 'Voiding':
      return { ...nothing, held: state.granted ? state.authorization.amount.minor : 0n };
    case 'Captured':
      return capturedAmounts(state);
    case 'None':
    case 'NotNeeded':
    case 'Unauthorized':
    case 'Authorizing':
    case 'Ended':
      return nothing;
    default:
      return assertNever(state);
  }
}

const sum = (amounts: readonly bigint[]): bigint => amounts.reduce((total, one) => total + one, 0n);

function capturedAmounts(state: Captured): PaymentAmounts {
  const { capture, refunds, settled, dispute } = state;
  const deducted = refunds.filter(({ payout }) => payout === 'deducted').map(({ operation }) => operation.amount.minor);
  return {
    held: 0n,
    captured: capture.amount.minor,
    settled: (settled ? capture.amount.minor : 0n) - sum(deducted) - deductedBy(dispute),
    refunding: reserved(state) + owed(state),
    refunded: refunded(state),
    chargedBack: dispute === null ? 0n : takenBy(dispute) - broughtBackBy(dispute),
  };
}

const takenBy = ({ amount, fee }: Dispute): bigint => amount.minor + fee.minor;
const broughtBackBy = ({ standing, amount, feeReturned }: Dispute): bigint =>
  standing === 'won' ? amount.minor + feeReturned.minor : 0n;

/** What payouts were less by it, less what they brought back. */
const deductedBy = (dispute: Dispute | null): bigint =>
  dispute === null ? 0n : (dispute.deducted ? takenBy(dispute) : 0n) - (dispute.returned ? broughtBackBy(dispute) : 0n);
