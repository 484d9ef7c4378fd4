import fc from 'fast-check';
import { Currency } from '../../src/kernel/currency.js';
import { OperationId } from '../../src/kernel/ids.js';
import type { Money } from '../../src/kernel/money.js';
import type { Deadline, PaymentInput } from '../../src/payment/input.js';
import type { LookUp } from '../../src/payment/look-up.js';
import type { Operation } from '../../src/payment/operation.js';
import type { Effect, Outcome } from '../../src/payment/outcome.js';
import {
  action,
  cancelled,
  card,
  completed,
  declined,
  disputeLost,
  disputeOpened,
  disputeWon,
  done,
  effectOf,
  failed,
  type Life,
  minutes,
  notAttempted,
  orderId,
  pending,
  placed,
  rejected,
  type Step,
  total,
  unknown,
  usd,
} from './payment-life.js';

/** One step of the world: which operation it is about depends on what was started so far. */
type Choice = { readonly pick: number; readonly said: Partial<Effect>; readonly nameless: boolean };

const often = <T>(weight: number, arbitrary: fc.Arbitrary<T>) => ({ weight, arbitrary });

const amount: fc.Arbitrary<Money> = fc.oneof(
  often(3, fc.constantFrom(usd(1_000n), usd(3_000n), total, usd(4_251n), usd(0n))),
  often(1, fc.bigInt({ min: 1n, max: 5_000n }).map(usd)),
  often(1, fc.constant({ minor: total.minor, currency: Currency('EUR') })),
);

/** Mostly what was asked for; sometimes another amount, or a reference that nobody knows. */
const said: fc.Arbitrary<Partial<Effect>> = fc.oneof(
  often(8, fc.constant({})),
  often(
    1,
    amount.map((other) => ({ amount: other })),
  ),
  often(1, fc.constant({ reference: 'made by nobody' })),
);

const choice: fc.Arbitrary<Choice> = fc.record({
  // The newest operations are those that something is open about.
  pick: fc.oneof(often(6, fc.constant(0)), often(2, fc.constant(1)), often(1, fc.nat(8))),
  said,
  nameless: fc.boolean(),
});

const stranger: Operation = {
  ...{ kind: 'capture', operationId: OperationId('of nobody'), orderId, attempt: 1 },
  ...{ amount: total, authorization: 'made by nobody', final: true },
};

const chosen = ({ operations }: Life, { pick }: Choice): Operation =>
  operations.at(operations.length - 1 - (pick % (operations.length + 1))) ?? stranger;

const outcome: fc.Arbitrary<(one: Operation, choice: Choice) => Outcome> = fc.oneof(
  often(
    8,
    fc.constant((one: Operation, { said: and }: Choice): Outcome => ({ kind: 'ok', effect: effectOf(one, and) })),
  ),
  often(
    3,
    fc.constant(() => unknown),
  ),
  often(
    2,
    fc.constant(() => notAttempted),
  ),
  often(
    2,
    fc.constantFrom(pending(), pending({ action }), pending({ action, reference: null })).map((it) => () => it),
  ),
  often(
    3,
    fc.constantFrom('never', 'later', 'later', 'other_method').map((retry) => () => declined(retry)),
  ),
  often(
    2,
    fc
      .constantFrom('already_captured', 'already_voided', 'already_refunded', 'expired', 'key_reused')
      .map((code) => () => rejected(code)),
  ),
);

const lookUp: fc.Arbitrary<(one: Operation, choice: Choice) => LookUp> = fc.oneof(
  often(
    4,
    fc.constant((one: Operation, { said: and }: Choice): LookUp => ({ kind: 'found', snapshot: done(and)(one) })),
  ),
  often(
    3,
    fc.constant((): LookUp => ({ kind: 'not_found' })),
  ),
  often(
    1,
    fc.constant((): LookUp => ({ kind: 'unreachable' })),
  ),
  often(
    2,
    fc.constantFrom('authorized', 'captured', 'refunded').map((state) => (one: Operation): LookUp => {
      return { kind: 'found', snapshot: { state, effect: effectOf(one) } };
    }),
  ),
  often(
    1,
    fc.constantFrom('voided', 'expired').map((state) => (one: Operation): LookUp => {
      return { kind: 'found', snapshot: { state, reference: effectOf(one).reference } };
    }),
  ),
  often(
    1,
    fc.constant((): LookUp => ({ kind: 'found', snapshot: { state: 'pending', outcome: pending() } })),
  ),
  often(
    1,
    fc.constant((): LookUp => ({ kind: 'found', snapshot: { state: 'declined', outcome: declined('later') } })),
  ),
);

/** The number that the schedule gave last, or one that is out of date, or an operator's. */
function numberOf({ moments }: Life, { operationId }: Operation, { nameless, pick }: Choice): number | null {
  if (nameless && pick === 1) return null;
  const due = moments.flatMap(({ decision }) => decision.lookUps).findLast((one) => one.operationId === operationId);
  return pick > 1 ? pick : (due?.number ?? 0);
}

const fromGateway: fc.Arbitrary<Step> = fc.oneof(
  often(
    5,
    fc.tuple(choice, outcome).map(([which, say]) => (life: Life): PaymentInput => {
      const one = chosen(life, which);
      return { type: 'OperationAnswered', operationId: one.operationId, outcome: say(one, which) };
    }),
  ),
  often(
    3,
    fc.tuple(choice, lookUp).map(([which, say]) => (life: Life): PaymentInput => {
      const one = chosen(life, which);
      const number = numberOf(life, one, which);
      return { type: 'LookedUp', operationId: one.operationId, number, lookUp: say(one, which) };
    }),
  ),
);

type Report = (one: Operation, choice: Choice) => PaymentInput;
const reports: readonly Report[] = [
  (one, { nameless, said: and }) => ({
    ...{ type: 'AuthorizationReported', operationId: nameless ? null : one.operationId, effect: effectOf(one, and) },
  }),
  (one) => ({ type: 'ActionCompleted', operationId: one.operationId }),
  (one, { nameless, said: and }) => ({
    ...{ type: 'CaptureReported', operationId: nameless ? null : one.operationId, effect: effectOf(one, and) },
  }),
  (one, { nameless }) => ({
    type: 'CaptureFailureReported',
    operationId: one.operationId,
    decline: declined(nameless ? 'never' : 'later'),
  }),
  (one) => ({ type: 'VoidReported', authorization: effectOf(one).reference, how: 'voided' }),
  (one, { said: and }) => ({ type: 'RefundReported', operationId: one.operationId, effect: effectOf(one, and) }),
  (one) => ({ type: 'RefundFailureReported', operationId: one.operationId }),
];
const ofItsKind: Readonly<Record<Operation['kind'], readonly number[]>> = {
  authorize: [0, 0, 1],
  capture: [2, 2, 3],
  void: [4],
  refund: [5, 6, 6],
};

const report: fc.Arbitrary<Step> = fc.tuple(choice, fc.nat(), fc.boolean()).map(([which, nth, fitting]) => (life) => {
  const one = chosen(life, which);
  const fits = ofItsKind[one.kind];
  const index = fitting ? fits[nth % fits.length] : nth % reports.length;
  const make = reports[index ?? 0] ?? ((): PaymentInput => ({ type: 'LookUpRequested' }));
  return make(one, which);
});

const aside: fc.Arbitrary<Step> = fc.oneof(
  fc.constantFrom<Step>(disputeOpened(), disputeOpened({ amount: usd(3_000n) }), disputeWon(), disputeLost()),
  fc.constantFrom<Step>(disputeOpened({ reference: 'dispute 2' }), disputeWon({ amount: usd(9_999n) })),
  fc.constantFrom<'out' | 'in'>('out', 'in').map((direction): Step => {
    return { type: 'DisputeSettlementMatched', payout: 'payout', direction, amount: usd(4_000n), fee: usd(1_500n) };
  }),
  fc.constantFrom(total, usd(1_000n)).map((gross): Step => {
    return { type: 'SettlementMatched', payout: 'payout', gross, fee: usd(150n) };
  }),
);

const deadline: fc.Arbitrary<Step> = fc.boolean().map((stale) => (life) => {
  const wake = life.moments.map(({ decision }) => decision.wake).findLast(({ kind }) => kind === 'set');
  const current: Deadline = wake?.kind === 'set' ? wake.deadline : { kind: 'method', attempt: 0 };
  return { type: 'DeadlineElapsed', deadline: stale ? { ...current, attempt: current.attempt - 1 } : current };
});

const command: fc.Arbitrary<Step> = fc.oneof(
  often(
    2,
    amount.map((asked): Step => ({ type: 'CaptureRequested', amount: asked })),
  ),
  often(1, fc.constant<Step>({ type: 'VoidRequested' })),
  often(
    4,
    amount.map((asked): Step => ({ type: 'RefundRequested', amount: asked })),
  ),
  often(2, fc.constant<Step>({ type: 'RetryRequested' })),
  often(1, fc.constant<Step>({ type: 'LookUpRequested' })),
);

const orderMove: fc.Arbitrary<Step> = fc.constantFrom<Step>(
  completed,
  completed,
  cancelled,
  failed,
  placed(),
  placed(null),
);

const anything: fc.Arbitrary<Step> = fc.oneof(
  often(12, fromGateway),
  often(4, report),
  often(3, command),
  often(2, deadline),
  often(2, orderMove),
  often(1, aside),
  often(1, fc.constant<Step>({ type: 'MethodGiven', method: card })),
  often(1, fc.constantFrom({ wait: minutes(10) }, { wait: minutes(60 * 25) })),
);

const beginning: fc.Arbitrary<readonly Step[]> = fc.oneof(
  often(10, fc.constant([placed()])),
  often(2, fc.constant([placed(null)])),
  often(1, fc.constantFrom([], [placed(card, usd(0n))])),
);

/** The inputs of one payment in order of arrival: mostly of what is open, and of everything else as well. */
export const steps: fc.Arbitrary<readonly Step[]> = fc
  .tuple(beginning, fc.array(anything, { maxLength: 30, size: 'max' }))
  .map(([first, rest]) => [...first, ...rest]);
