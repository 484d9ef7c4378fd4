import { createHash } from 'node:crypto';
import { OperationId, type OrderId } from '../kernel/ids.js';
import type { Money } from '../kernel/money.js';
import type { Income, MoneyFact } from '../ledger/money-fact.js';
import type { Dispute } from '../payment/dispute.js';
import type { EventOf, PaymentEvent } from '../payment/event.js';
import type { GatewayReference } from '../payment/operation.js';
import type { Authorization, Captured, Payment, PaymentState } from '../payment/state.js';

// A gateway that doesn't say how long it holds: as long as cards do.
const usualHoldMs = 7 * 86_400_000;

/**
 * What happened to money by an event of a payment, whose state `before` it was: the facts that the ledger posts. Empty where
 * no money moved and none was promised.
 * @param at when; for a hold whose end the gateway hasn't told
 */
export function moneyFacts(before: PaymentState, event: PaymentEvent, at: Date): readonly MoneyFact[] {
  if (before.stage === 'None' || before.stage === 'NotNeeded') return [];
  switch (event.type) {
    case 'AuthorizationGranted':
    case 'AuthorizationFellShort':
      return [authorized(before, event, at)];
    case 'AuthorizationReleased':
      return released(before, event);
    case 'CaptureMade':
      return captured(before, event, at);
    default:
      return before.stage === 'Captured' ? afterCapture(before, event) : [];
  }
}

/** The id of what no operation of ours made: always the same for the same thing of the same order. */
function nameFor(orderId: string, thing: string): OperationId {
  const hex = createHash('sha256').update(`${orderId} ${thing}`).digest('hex');
  // A UUID of version 8, the one for what each maker defines itself.
  return OperationId(
    [hex.slice(0, 8), hex.slice(8, 12), `8${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join('-'),
  );
}

const holdOf = ({ orderId }: Payment, { operationId, reference }: Omit<Authorization, 'amount' | 'captureBefore'>) =>
  operationId ?? nameFor(orderId, `authorization ${reference}`);

const like = ({ currency }: Money, minor: bigint): Money => ({ minor, currency });

function authorized(
  before: Payment,
  { operationId, effect }: EventOf<'AuthorizationGranted' | 'AuthorizationFellShort'>,
  at: Date,
): MoneyFact {
  const { reference, amount, captureBefore } = effect;
  return {
    type: 'Authorized',
    orderId: before.orderId,
    operationId: holdOf(before, { operationId, reference }),
    amount,
    expiresAt: captureBefore ?? new Date(at.getTime() + usualHoldMs),
  };
}

/** The hold that the books know of; none while the gateway has never said that it holds anything. */
function heldBy(before: Payment): Authorization | null {
  switch (before.stage) {
    case 'Authorized':
    case 'Capturing':
      return before.authorization;
    case 'Voiding':
      return before.granted ? before.authorization : null;
    default:
      return null;
  }
}

function released(before: Payment, { amount, how }: EventOf<'AuthorizationReleased'>): readonly MoneyFact[] {
  const held = heldBy(before);
  if (held === null || amount === null) return [];
  const { orderId } = before;
  const authorization = holdOf(before, held);
  if (how === 'expired') return [{ type: 'Expired', orderId, operationId: authorization, amount }];
  const operationId = before.stage === 'Voiding' ? before.work.operation.operationId : authorization;
  return [{ type: 'Voided', orderId, operationId, authorization, amount }];
}

function captured(before: Payment, { operationId, effect }: EventOf<'CaptureMade'>, at: Date): readonly MoneyFact[] {
  const { orderId } = before;
  const { amount, reference } = effect;
  const id = operationId ?? nameFor(orderId, `capture ${reference}`);
  const held = heldBy(before);
  const authorization = held === null ? id : holdOf(before, held);
  const released = held === null ? 0n : held.amount.minor - amount.minor;
  const capture: MoneyFact = { type: 'Captured', orderId, operationId: id, authorization, amount, released };
  if (held !== null) return [capture];
  // Taken though nothing was held that we know of: the hold that there must have been is booked with it.
  const expiresAt = new Date(at.getTime() + usualHoldMs);
  return [{ type: 'Authorized', orderId, operationId: id, amount, expiresAt }, capture];
}

const incomeOf = ({ settled }: Captured): Income => (settled ? 'revenue' : 'deferred_revenue');

function afterCapture(before: Captured, event: PaymentEvent): readonly MoneyFact[] {
  const { orderId } = before;
  switch (event.type) {
    case 'RefundStarted':
      return [...abandoned(before, event.inPlaceOf), requested(before, event)];
    case 'RefundMade': {
      const { operationId, effect } = event;
      return [{ type: 'RefundConfirmed', orderId, operationId, amount: effect.amount }];
    }
    case 'RefundFailed':
      return refundFailed(before, event);
    case 'DisputeOpened': {
      const { reference, amount, fee } = event.claim;
      return [{ type: 'DisputeOpened', orderId, operationId: disputeIdOf(orderId, reference), amount, fee: fee.minor }];
    }
    case 'DisputeWon':
    case 'DisputeLost':
    case 'DisputeSettled':
      return before.dispute === null ? [] : [disputed(orderId, before.dispute, event)];
    case 'PaymentSettled':
      return [settled(before, event)];
    case 'RefundSettled': {
      const { operationId, direction, amount } = event;
      return [{ type: direction === 'out' ? 'DeductionSettled' : 'ReturnSettled', orderId, operationId, amount }];
    }
    default:
      return [];
  }
}

/** As the ledger names a dispute, which is no operation of ours. */
const disputeIdOf = (orderId: OrderId, reference: GatewayReference): OperationId =>
  nameFor(orderId, `dispute ${reference}`);

function disputed(
  orderId: OrderId,
  { reference, standing, amount }: Dispute,
  event: EventOf<'DisputeWon' | 'DisputeLost' | 'DisputeSettled'>,
): MoneyFact {
  const of = { orderId, operationId: disputeIdOf(orderId, reference), amount };
  switch (event.type) {
    case 'DisputeWon': {
      const from = standing === 'lost' ? 'chargeback_losses' : 'chargebacks';
      return { type: 'DisputeWon', ...of, fee: event.feeReturned.minor, from };
    }
    case 'DisputeLost':
      return { type: 'DisputeLost', ...of };
    case 'DisputeSettled':
      return {
        type: event.direction === 'out' ? 'DeductionSettled' : 'ReturnSettled',
        ...{ ...of, amount: like(event.amount, event.amount.minor + event.fee.minor) },
      };
  }
}

const refundOf = ({ refunds }: Captured, operationId: OperationId | null) =>
  refunds.find(({ operation }) => operation.operationId === operationId);

function requested(before: Captured, { operation }: EventOf<'RefundStarted'>): MoneyFact {
  const { orderId, operationId, amount } = operation;
  return { type: 'RefundRequested', orderId, operationId, amount, from: incomeOf(before) };
}

/** A refund that came back is owed until another one takes its place. */
function abandoned(before: Captured, operationId: OperationId | null): readonly MoneyFact[] {
  const refund = refundOf(before, operationId);
  if (refund?.cameBack !== true) return [];
  const { amount, orderId } = refund.operation;
  return [
    { type: 'RefundAbandoned', orderId, operationId: refund.operation.operationId, amount, to: incomeOf(before) },
  ];
}

function refundFailed(before: Captured, { operationId }: EventOf<'RefundFailed'>): readonly MoneyFact[] {
  const refund = refundOf(before, operationId);
  if (refund === undefined) return [];
  const { amount, orderId } = refund.operation;
  return refund.standing === 'succeeded'
    ? [{ type: 'RefundFailed', orderId, operationId, amount }]
    : [{ type: 'RefundAbandoned', orderId, operationId, amount, to: incomeOf(before) }];
}

function settled(before: Captured, { gross, fee }: EventOf<'PaymentSettled'>): MoneyFact {
  const { orderId, capture, refunds } = before;
  const operationId = capture.operationId ?? nameFor(orderId, `capture ${capture.reference}`);
  // What was refunded, or is owed, went out of deferred revenue already.
  const gone = refunds.filter(({ standing, cameBack }) => standing !== 'failed' || cameBack);
  const earned = gone.reduce((left, { operation }) => left - operation.amount.minor, gross.minor);
  return { type: 'Settled', orderId, operationId, amount: like(gross, gross.minor), fee: fee.minor, earned };
}
