import { OperationId } from '../../src/kernel/ids.js';
import type { InputType, PaymentInput } from '../../src/payment/input.js';
import type { LookUp, Snapshot } from '../../src/payment/look-up.js';
import type { Operation } from '../../src/payment/operation.js';
import type { Outcome } from '../../src/payment/outcome.js';
import type { PaymentStatus } from '../../src/payment/status.js';
import {
  action,
  answers,
  authorized,
  cancelled,
  captured,
  card,
  completed,
  declined,
  done,
  effectOf,
  elapses,
  failed,
  type Life,
  looksUp,
  disputeLost,
  disputeOpened,
  disputeWon,
  notAttempted,
  notFound,
  ok,
  pending,
  placed,
  refundAsked,
  rejected,
  type Step,
  total,
  unknown,
  usd,
} from './payment-life.js';

const settle: Step = { type: 'SettlementMatched', payout: 'payout 7', gross: total, fee: usd(150n) };

/** A usual way to every status. */
export const wayTo: Readonly<Record<PaymentStatus, readonly Step[]>> = {
  None: [],
  NotNeeded: [placed(card, usd(0n))],
  RequiresMethod: [placed(null)],
  RequiresAction: [placed(), answers(pending({ action }))],
  Authorizing: [placed()],
  Authorized: authorized,
  Capturing: [...authorized, completed],
  PartiallyCaptured: [...authorized, { type: 'CaptureRequested', amount: usd(1_000n) }, answers(ok())],
  Captured: captured,
  Settled: [...captured, settle],
  Voiding: [...authorized, { type: 'VoidRequested' }],
  Voided: [...authorized, { type: 'VoidRequested' }, answers(ok())],
  Refunding: [...captured, refundAsked(1_000n)],
  PartiallyRefunded: [...captured, refundAsked(1_000n), answers(ok())],
  Refunded: [...captured, refundAsked(total.minor), answers(ok())],
  RefundFailed: [...captured, refundAsked(1_000n), answers(declined('never'))],
  Declined: [placed(), answers(declined('never'))],
  Expired: [placed(null), elapses],
  Unknown: [...authorized, completed, answers(unknown)],
  Disputed: [...captured, disputeOpened()],
  NeedsReview: [...authorized, completed, answers(declined('never'))],
};

const latest = (life: Life, kind: Operation['kind']): Operation | undefined =>
  life.operations.findLast((one) => one.kind === kind);
/** What a report says of the latest operation of the kind; of nobody's, where there is none. */
const told = (life: Life, kind: Operation['kind']) => {
  const one = latest(life, kind);
  return one === undefined
    ? { operationId: nobodys, effect: { reference: 'of nobody', amount: total } }
    : { operationId: one.operationId, effect: effectOf(one) };
};
const nobodys = OperationId('of nobody');

const answer = (outcome: Outcome | ((one: Operation) => Outcome)) => (life: Life) =>
  life.operations.length === 0
    ? ({ type: 'OperationAnswered', operationId: nobodys, outcome: unknown } as const)
    : answers(outcome)(life);
const look = (lookUp: LookUp | ((one: Operation) => Snapshot)) => (life: Life) =>
  life.operations.length === 0
    ? ({ type: 'LookedUp', operationId: nobodys, number: 0, lookUp: notFound } as const)
    : looksUp(lookUp)(life);
const elapse = (life: Life): PaymentInput =>
  life.moments.some(({ decision }) => decision.wake.kind === 'set')
    ? elapses(life)
    : { type: 'DeadlineElapsed', deadline: { kind: 'method', attempt: 0 } };

/** Every input, in the ways that the rules tell apart, about the operation that was started last. */
export const waysOf: Readonly<Record<InputType, Readonly<Record<string, (life: Life) => PaymentInput>>>> = {
  OrderPlaced: { '': () => placed(), 'without a method': () => placed(null) },
  OrderCompleted: { '': () => completed },
  OrderCancelled: { '': () => cancelled },
  OrderFailed: { '': () => failed },
  MethodGiven: { '': () => ({ type: 'MethodGiven', method: card }) },
  OperationAnswered: {
    ok: answer(ok()),
    'less than asked': answer(ok({ amount: usd(1n) })),
    'more than asked': answer(ok({ amount: usd(9_999n) })),
    pending: answer(pending()),
    'action required': answer(pending({ action })),
    'declined for good': answer(declined('never')),
    'declined for now': answer(declined('later')),
    'not attempted': answer(notAttempted),
    unknown: answer(unknown),
    'rejected: already captured': answer(rejected('already_captured')),
    'rejected: expired': answer(rejected('expired')),
    'rejected otherwise': answer(rejected('key_reused')),
  },
  LookedUp: { found: look(done()), 'not found': look(notFound), 'nobody answers': look({ kind: 'unreachable' }) },
  AuthorizationReported: { '': (life) => ({ type: 'AuthorizationReported', ...told(life, 'authorize') }) },
  ActionCompleted: {
    '': (life) => ({ type: 'ActionCompleted', operationId: told(life, 'authorize').operationId }),
  },
  CaptureReported: { '': (life) => ({ type: 'CaptureReported', ...told(life, 'capture') }) },
  CaptureFailureReported: {
    '': (life) => ({
      type: 'CaptureFailureReported',
      operationId: told(life, 'capture').operationId,
      decline: declined('never'),
    }),
  },
  VoidReported: { '': (life) => ({ type: 'VoidReported', authorization: heldBy(life), how: 'voided' }) },
  RefundReported: { '': (life) => ({ type: 'RefundReported', ...told(life, 'refund') }) },
  RefundFailureReported: {
    '': (life) => ({ type: 'RefundFailureReported', operationId: told(life, 'refund').operationId }),
  },
  DisputeOpened: { '': disputeOpened() },
  DisputeWon: { '': disputeWon() },
  DisputeLost: { '': disputeLost() },
  DeadlineElapsed: { '': elapse },
  SettlementMatched: {
    '': () => ({ type: 'SettlementMatched', payout: 'payout 7', gross: total, fee: usd(150n) }),
  },
  RefundSettlementMatched: {
    '': (life) => ({
      ...{ type: 'RefundSettlementMatched', payout: 'payout 8', direction: 'out' },
      ...{ operationId: told(life, 'refund').operationId, amount: told(life, 'refund').effect.amount },
    }),
  },
  DisputeSettlementMatched: {
    '': () => ({
      ...{ type: 'DisputeSettlementMatched', payout: 'payout 9', direction: 'out' },
      ...{ amount: usd(4_000n), fee: usd(1_500n) },
    }),
  },
  CaptureRequested: { '': () => ({ type: 'CaptureRequested', amount: usd(1_000n) }) },
  VoidRequested: { '': () => ({ type: 'VoidRequested' }) },
  RefundRequested: { '': () => refundAsked(100n) },
  RetryRequested: { '': () => ({ type: 'RetryRequested' }) },
  LookUpRequested: { '': () => ({ type: 'LookUpRequested' }) },
};

const heldBy = ({ state }: Life): string => ('authorization' in state ? state.authorization.reference : 'of nobody');
