import { Currency } from '../../src/kernel/currency.js';
import { OperationId, OrderId } from '../../src/kernel/ids.js';
import type { Money } from '../../src/kernel/money.js';
import { decide } from '../../src/payment/decide.js';
import type { PaymentDecision } from '../../src/payment/decision.js';
import type { DisputeClaim } from '../../src/payment/dispute.js';
import type { PaymentEvent } from '../../src/payment/event.js';
import { evolve } from '../../src/payment/evolve.js';
import type { Deadline, Given, PaymentInput } from '../../src/payment/input.js';
import type { LookUp, Snapshot } from '../../src/payment/look-up.js';
import type { Operation, PaymentMethod } from '../../src/payment/operation.js';
import type { DeclineCode, Effect, Outcome, RejectionCode } from '../../src/payment/outcome.js';
import type { PaymentPolicy } from '../../src/payment/policy.js';
import { noPayment, type PaymentState } from '../../src/payment/state.js';
import { type PaymentStatus, statusOf } from '../../src/payment/status.js';

export const seconds = (n: number): number => n * 1_000;
export const minutes = (n: number): number => seconds(n * 60);
export const hours = (n: number): number => minutes(n * 60);
export const days = (n: number): number => hours(n * 24);

export const policy: PaymentPolicy = {
  methodDeadlineMs: hours(24),
  actionDeadlineMs: minutes(15),
  expiryMarginMs: hours(2),
  maxRenewals: 1,
  declineRetryDelaysMs: [minutes(1), hours(1)],
  unreachedRetryDelaysMs: [seconds(1), seconds(10)],
  lookUpDelaysMs: [seconds(5), seconds(30), minutes(5), hours(1), days(1), days(1), days(1), days(1), days(1)],
  keyLifetimeMs: hours(24),
  processingDelayMs: minutes(5),
};

export const usd = (minor: bigint): Money => ({ minor, currency: Currency('USD') });
export const total = usd(4_250n);
export const card: PaymentMethod = { token: 'tok_card' };
export const captureBefore = new Date(Date.UTC(2027, 0, 8));
const dawn = Date.UTC(2027, 0, 1);

export type Moment = {
  readonly given: Given;
  readonly before: PaymentState;
  readonly decision: PaymentDecision;
  readonly after: PaymentState;
};

/** All that the core makes of a payment's inputs, one after the other. */
export type Life = {
  readonly state: PaymentState;
  readonly status: PaymentStatus;
  readonly now: number;
  readonly events: readonly PaymentEvent[];
  /** Every operation that was started, in order. */
  readonly operations: readonly Operation[];
  readonly moments: readonly Moment[];
};

/** What happens next: an input, one that depends on what happened so far, or time that goes by. */
export type Step = PaymentInput | { readonly wait: number } | ((life: Life) => PaymentInput);

const unborn: Life = { state: noPayment, status: 'None', now: dawn, events: [], operations: [], moments: [] };

export const live = (...steps: readonly Step[]): Life => steps.reduce(step, unborn);

export function step(life: Life, next: Step): Life {
  if (typeof next === 'object' && 'wait' in next) return { ...life, now: life.now + next.wait };
  const body = typeof next === 'function' ? next(life) : next;
  const { state: before, moments, operations } = life;
  const given: Given = { body, operationId: OperationId(`op ${String(moments.length)}`), at: new Date(life.now) };
  const decision = decide(before, given, policy);
  const after = decision.events.reduce(evolve, before);
  const started = decision.sendings
    .map(({ operation }) => operation)
    .filter(({ operationId }) => operationId === given.operationId);
  return {
    ...life,
    state: after,
    status: statusOf(after),
    events: [...life.events, ...decision.events],
    operations: [...operations, ...started],
    moments: [...moments, { given, before, decision, after }],
  };
}

/** What the last input came to. */
export function last({ moments }: Life): PaymentDecision {
  const moment = moments.at(-1);
  if (moment === undefined) throw new Error('Nothing has happened yet');
  return moment.decision;
}

export const lastTypes = (life: Life): readonly string[] => last(life).events.map(({ type }) => type);

/** The operation that was started last, or the nth of a kind, from 0. */
export function operation({ operations }: Life, kind?: Operation['kind'], nth = -1): Operation {
  const found = operations.filter((one) => kind === undefined || one.kind === kind).at(nth);
  if (found === undefined) throw new Error(`No operation of the kind ${String(kind)} was started`);
  return found;
}

export const orderId = OrderId('019a9b5e-7c1c-7000-8000-0000000000a1');
export const placed = (method: PaymentMethod | null = card, sum = total): PaymentInput => ({
  type: 'OrderPlaced',
  orderId,
  total: sum,
  method,
});
export const completed: PaymentInput = { type: 'OrderCompleted' };
export const cancelled: PaymentInput = { type: 'OrderCancelled' };
export const failed: PaymentInput = { type: 'OrderFailed' };

/** What a gateway says that has done the operation exactly. */
export const effectOf = (one: Operation, said: Partial<Effect> = {}): Effect => ({
  reference: one.kind === 'void' ? one.authorization : `made by ${one.operationId}`,
  amount: one.kind === 'void' ? total : one.amount,
  ...(one.kind === 'authorize' ? { captureBefore } : {}),
  ...said,
});

/** The gateway answers the operation that was started last. */
export const answers =
  (outcome: Outcome | ((one: Operation) => Outcome), kind?: Operation['kind'], nth?: number) =>
  (life: Life): PaymentInput => {
    const one = operation(life, kind, nth);
    const said = typeof outcome === 'function' ? outcome(one) : outcome;
    return { type: 'OperationAnswered', operationId: one.operationId, outcome: said };
  };

export const ok =
  (said: Partial<Effect> = {}) =>
  (one: Operation): Outcome => ({ kind: 'ok', effect: effectOf(one, said) });
export const unknown: Outcome = { kind: 'unknown', cause: 'timeout' };
export const notAttempted: Outcome = { kind: 'not_attempted', reason: 'connection refused' };
export const action = 'https://bank.example/3ds';
export const pending = (
  said: { readonly action?: string; readonly reference?: string | null } = {},
): Extract<Outcome, { readonly kind: 'pending' }> => ({
  kind: 'pending',
  reference: 'pending at the gateway',
  action: null,
  ...said,
});
export const declined = (retry: 'never' | 'later' | 'other_method', code: DeclineCode = 'do_not_honor') =>
  ({ kind: 'declined', code, retry, gatewayCode: code }) as const satisfies Outcome;
export const rejected = (code: RejectionCode): Outcome => ({ kind: 'rejected', code, gatewayCode: code });

/** The scheduled look-up whose turn it is, of the operation that was started last. */
export const looksUp =
  (lookUp: LookUp | ((one: Operation) => Snapshot), number?: number | null) =>
  (life: Life): PaymentInput => {
    const one = operation(life);
    const due = life.moments
      .flatMap(({ decision }) => decision.lookUps)
      .findLast(({ operationId }) => operationId === one.operationId);
    return {
      type: 'LookedUp',
      operationId: one.operationId,
      number: number === undefined ? (due?.number ?? 0) : number,
      lookUp: typeof lookUp === 'function' ? { kind: 'found', snapshot: lookUp(one) } : lookUp,
    };
  };
export const notFound: LookUp = { kind: 'not_found' };
export const done =
  (said: Partial<Effect> = {}) =>
  (one: Operation): Snapshot => {
    const effect = effectOf(one, said);
    const states = { authorize: 'authorized', capture: 'captured', refund: 'refunded' } as const;
    return one.kind === 'void' ? { state: 'voided', reference: effect.reference } : { state: states[one.kind], effect };
  };

/** The deadline that was set last. */
export const elapses = (life: Life): PaymentInput => ({ type: 'DeadlineElapsed', deadline: deadlineSet(life) });

function deadlineSet({ moments }: Life): Deadline {
  const wake = moments.map(({ decision }) => decision.wake).findLast(({ kind }) => kind === 'set');
  if (wake?.kind !== 'set') throw new Error('No deadline was ever set');
  return wake.deadline;
}

// The usual ways to where a rule begins.
export const authorized: readonly Step[] = [placed(), answers(ok())];
export const captured: readonly Step[] = [...authorized, completed, answers(ok())];
export const refundAsked = (minor: bigint): PaymentInput => ({ type: 'RefundRequested', amount: usd(minor) });

/** What a report of a dispute of the latest capture says; of nobody's, where there is none. */
export const claimOf = ({ operations }: Life, said: Partial<DisputeClaim> = {}): DisputeClaim => {
  const capture = operations.findLast(({ kind }) => kind === 'capture');
  return {
    reference: 'dispute 1',
    capture: capture === undefined ? 'of nobody' : effectOf(capture).reference,
    ...{ amount: usd(4_000n), fee: usd(1_500n), ...said },
  };
};
export const disputeOpened =
  (said: Partial<DisputeClaim> = {}) =>
  (life: Life): PaymentInput => ({ type: 'DisputeOpened', claim: claimOf(life, said) });
export const disputeWon =
  (said: Partial<DisputeClaim> = {}, feeReturned = usd(1_500n)) =>
  (life: Life): PaymentInput => ({ type: 'DisputeWon', claim: claimOf(life, said), feeReturned });
export const disputeLost =
  (said: Partial<DisputeClaim> = {}) =>
  (life: Life): PaymentInput => ({ type: 'DisputeLost', claim: claimOf(life, said) });
