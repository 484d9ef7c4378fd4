import { Currency } from '../../../src/kernel/currency.js';
import { OperationId } from '../../../src/kernel/ids.js';
import type { Money } from '../../../src/kernel/money.js';
import { deadlineOf } from '../../../src/payment/deadlines.js';
import type { DisputeClaim } from '../../../src/payment/dispute.js';
import type { PaymentNews } from '../../../src/payment/input.js';
import type { Outcome } from '../../../src/payment/outcome.js';
import type { AnyWork, PaymentState } from '../../../src/payment/state.js';
import type { PaymentCommand } from '../../../src/saga/operate-payment.js';

const usd = (minor: bigint): Money => ({ minor, currency: Currency('USD') });

/** The operation that a word is about: what is under way, else the last refund, else nobody's. */
function latest(state: PaymentState): AnyWork | null {
  if ('work' in state) return state.work;
  return state.stage === 'Captured' ? (state.refunds.at(-1) ?? null) : null;
}

const idOf = (state: PaymentState): OperationId =>
  latest(state)?.operation.operationId ?? OperationId('00000000-0000-7000-8000-00000000dead');

/** Of a capture that is over and over again the same; of a hold far past every run, or without an end that the gateway tells. */
function effectOf(state: PaymentState, captureBefore: Date | null) {
  const operation = latest(state)?.operation;
  const amount = operation === undefined || operation.kind === 'void' ? usd(4_250n) : operation.amount;
  const reference = operation?.kind === 'void' ? operation.authorization : `made by ${idOf(state)}`;
  return { reference, amount, ...(captureBefore === null ? {} : { captureBefore }) };
}

const farOff = new Date(Date.UTC(2100, 0, 1));

const answer =
  (outcome: Outcome | ((state: PaymentState) => Outcome)) =>
  (state: PaymentState): PaymentNews => ({
    type: 'OperationAnswered',
    operationId: idOf(state),
    outcome: typeof outcome === 'function' ? outcome(state) : outcome,
  });
const ok = answer((state) => ({ kind: 'ok', effect: effectOf(state, null) }));
const okUntil = answer((state) => ({ kind: 'ok', effect: effectOf(state, farOff) }));
const declined = (retry: 'later' | 'never') =>
  ({ kind: 'declined', code: 'do_not_honor', retry, gatewayCode: 'no' }) as const;
const pending = { kind: 'pending', reference: 'pending there', action: null } as const;

const done = { authorize: 'authorized', capture: 'captured', refund: 'refunded' } as const;

/** The scheduled look-up whose turn it is. */
function lookedUp(state: PaymentState, isFound: boolean): PaymentNews {
  const work = latest(state);
  const told = { type: 'LookedUp', operationId: idOf(state), number: work?.lookUps ?? 0 } as const;
  if (!isFound || work === null) return { ...told, lookUp: { kind: 'not_found' } };
  const effect = effectOf(state, null);
  const { kind } = work.operation;
  const snapshot =
    kind === 'void'
      ? ({ state: 'voided', reference: effect.reference } as const)
      : ({ state: done[kind], effect } as const);
  return { ...told, lookUp: { kind: 'found', snapshot } };
}

const claimOf = (state: PaymentState): DisputeClaim => ({
  reference: 'the dispute',
  capture: state.stage === 'Captured' ? state.capture.reference : `made by ${idOf(state)}`,
  ...{ amount: usd(1_000n), fee: usd(1_500n) },
});

const held = (state: PaymentState): string => ('authorization' in state ? state.authorization.reference : 'of nobody');

/** What the gateway, a clock and settlement say of a payment in this state. The first ones lead furthest, and are said most. */
export const words: readonly ((state: PaymentState) => PaymentNews)[] = [
  ok,
  ok,
  okUntil,
  okUntil,
  answer({ kind: 'unknown', cause: 'timeout' }),
  answer({ kind: 'not_attempted', reason: 'refused' }),
  answer(declined('later')),
  answer(declined('never')),
  answer(pending),
  answer({ ...pending, action: 'https://bank.example' }),
  answer({ kind: 'rejected', code: 'already_captured', gatewayCode: 'no' }),
  (state) => lookedUp(state, true),
  (state) => lookedUp(state, false),
  (state) => ({ type: 'AuthorizationReported', operationId: idOf(state), effect: effectOf(state, farOff) }),
  (state) => ({ type: 'CaptureReported', operationId: null, effect: effectOf(state, null) }),
  (state) => ({ type: 'VoidReported', authorization: held(state), how: 'voided' }),
  (state) => ({ type: 'RefundReported', operationId: idOf(state), effect: effectOf(state, null) }),
  (state) => ({ type: 'RefundFailureReported', operationId: idOf(state) }),
  (state) => ({ type: 'DeadlineElapsed', deadline: deadlineOf(state) ?? { kind: 'method', attempt: 0 } }),
  (state) => ({ type: 'DisputeOpened', claim: claimOf(state) }),
  (state) => ({ type: 'DisputeWon', claim: claimOf(state), feeReturned: usd(1_500n) }),
  (state) => ({ type: 'DisputeLost', claim: claimOf(state) }),
  () => ({ type: 'SettlementMatched', payout: 'payout', gross: usd(4_250n), fee: usd(150n) }),
];

/** What people ask. */
export const commands: readonly PaymentCommand[] = [
  { type: 'CaptureRequested', amount: null },
  { type: 'CaptureRequested', amount: usd(4_000n) },
  { type: 'RefundRequested', amount: usd(1_000n) },
  { type: 'RefundRequested', amount: null },
  { type: 'VoidRequested' },
  { type: 'RetryRequested' },
  { type: 'LookUpRequested' },
  { type: 'MethodGiven', method: { token: 'tok_given' } },
];
