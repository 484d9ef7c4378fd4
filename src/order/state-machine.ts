import { Currency } from '../kernel/currency.js';
import { BasketId, MessageId } from '../kernel/ids.js';
import type { Caused } from './cause.js';
import { decide } from './decide.js';
import type { Decision } from './decision.js';
import { nothingKnown } from './details.js';
import type { IgnoredReason } from './event.js';
import { fold } from './evolve.js';
import type { InputType, OrderInput } from './input.js';
import type { OutgoingCommandType } from './outgoing-command.js';
import type { Policy } from './policy.js';
import { noOrder, type OrderState, type Status } from './state.js';

export type TimerChange = 'kept' | 'cleared' | 'set to the retry timeout' | 'set to the checkout wait';

/** One row of the state machine's table: what an order in `from` makes of `input` when all of `when` holds. */
export type Transition = {
  readonly from: Status;
  readonly input: DrawnInput;
  readonly when: readonly string[];
  readonly to: Status;
  readonly publishes: readonly OutgoingCommandType[];
  readonly timer: TimerChange;
  readonly outcome: Decision['outcome'];
  /** Why nothing happens; null where something does. */
  readonly reason: IgnoredReason | null;
  /** `applied`: what waited for the checkout follows in the same decision, by the rows of the state that it finds. */
  readonly waiting: Decision['waiting'];
};

type Outcome = Omit<Transition, 'from' | 'input' | 'when'>;
type Case = { readonly conditions: readonly string[]; readonly outcome: Outcome };

export const statuses = [
  'None',
  'Awaiting',
  'Placed',
  'Completed',
  'Cancelled',
  'Failed',
] as const satisfies readonly Status[];
/** All but what a payment adds, `PaymentDeclined`: the machine is drawn as it is with payments off. See docs/payment.md. */
export const inputTypes = [
  'UserCheckedOut',
  'BasketDeleted',
  'BasketDeletedFailed',
  'OrderCompleted',
  'OrderCancelled',
  'TimeoutElapsed',
  'CheckoutWaitElapsed',
] as const satisfies readonly InputType[];
type DrawnInput = (typeof inputTypes)[number];

// Any settings will do, as long as the two waits differ and both kinds of attempt exist.
const policy: Policy = {
  maxAttempts: 3,
  retryTimeoutMs: 1_800_000,
  checkoutWaitMs: 86_400_000,
  currency: Currency('USD'),
};
const lastAttempt = policy.maxAttempts - 1;
const staleAttempt = -1;

const cause = { messageId: MessageId('drawing'), conversationId: null, traceparent: null, actor: 'drawing' };
const caused = <T>(body: T): Caused<T> => ({ body, cause });

const basketId = BasketId('00000000-0000-0000-0000-000000000001');

const emails = [
  ['e-mail known', 'reader@example.com'],
  ['no e-mail known', null],
] as const;
const baskets = [
  ['basket not deleted', false],
  ['basket deleted', true],
] as const;
const attempts = [
  ['attempts remain', 0],
  ['last attempt', lastAttempt],
] as const;
const waits = [
  ['events wait', [caused({ type: 'BasketDeleted' as const, claim: nothingKnown })]],
  ['nothing waits', []],
] as const;
const timers = ['timer current', 'timer stale'] as const;

type Situation = { readonly conditions: readonly string[]; readonly state: OrderState };

/** The states that stand for all others of the status: every combination that a rule can tell apart. */
function situations(status: Status, input: DrawnInput): readonly Situation[] {
  switch (status) {
    case 'None':
      return [{ conditions: [], state: noOrder }];
    case 'Awaiting':
      // The checkout applies whatever waits, by the rows of Placed: with nothing waiting its own row remains.
      return waits
        .filter(([, waiting]) => input !== 'UserCheckedOut' || waiting.length === 0)
        .map(([condition, waiting]) => ({ conditions: [condition], state: { status, waiting, expiries: 0 } }));
    default:
      return emails.flatMap(([email, address]) =>
        baskets.flatMap(([basket, basketDeleted]) =>
          attempts.map(([attempt, timeoutRetryCount]) => ({
            conditions: [email, basket, attempt],
            state: {
              status,
              details: { ...nothingKnown, basketId, email: address },
              conversationId: null,
              timeoutRetryCount,
              basketDeleted,
            },
          })),
        ),
      );
  }
}

function currentAttempt(state: OrderState): number {
  if (state.status === 'None') return 0;
  return state.status === 'Awaiting' ? state.expiries : state.timeoutRetryCount;
}

type Given = { readonly conditions: readonly string[]; readonly input: OrderInput };

function inputs(type: DrawnInput, state: OrderState): readonly Given[] {
  if (type !== 'TimeoutElapsed' && type !== 'CheckoutWaitElapsed')
    return [{ conditions: [], input: { type, claim: nothingKnown } }];
  const [current, stale] = timers;
  return [
    { conditions: [current], input: { type, attempt: currentAttempt(state) } },
    { conditions: [stale], input: { type, attempt: staleAttempt } },
  ];
}

function timerChange({ wake }: Decision): TimerChange {
  if (wake.kind === 'keep') return 'kept';
  if (wake.kind === 'clear') return 'cleared';
  return wake.afterMs === policy.checkoutWaitMs ? 'set to the checkout wait' : 'set to the retry timeout';
}

function outcomeOf(state: OrderState, input: OrderInput): Outcome {
  const decision = decide(state, caused(input), policy);
  const ignored = decision.events.map(({ body }) => body).find((event) => event.type === 'InputIgnored');
  return {
    to: fold(decision.events, state).status,
    publishes: decision.commands.map(({ body }) => body.type),
    timer: timerChange(decision),
    outcome: decision.outcome,
    reason: ignored?.reason ?? null,
    waiting: decision.waiting,
  };
}

const casesOf = (status: Status, input: DrawnInput): readonly Case[] =>
  situations(status, input).flatMap((situation) =>
    inputs(input, situation.state).map((given) => ({
      conditions: [...situation.conditions, ...given.conditions],
      outcome: outcomeOf(situation.state, given.input),
    })),
  );

const same = (a: Outcome, b: Outcome): boolean => JSON.stringify(a) === JSON.stringify(b);

type Row = { readonly when: readonly string[]; readonly outcome: Outcome };

/** The fewest rows that tell the cases apart: conditions that make no difference are not mentioned. */
function rowsOf(cases: readonly Case[]): readonly Row[] {
  const [first] = cases;
  if (first === undefined) return [];
  if (cases.every(({ outcome }) => same(outcome, first.outcome))) return [{ when: [], outcome: first.outcome }];
  const splits = first.conditions.map((_, index) => splitAt(cases, index)).filter((split) => split.size > 1);
  const tables = splits.map((split) =>
    [...split].flatMap(([condition, part]) =>
      rowsOf(part).map(({ when, outcome }) => ({ when: [condition, ...when], outcome })),
    ),
  );
  const [shortest] = tables.toSorted((a, b) => a.length - b.length);
  if (shortest === undefined) throw new Error('Two outcomes under the same conditions: a condition is missing here');
  return shortest;
}

function splitAt(cases: readonly Case[], index: number): ReadonlyMap<string, readonly Case[]> {
  const conditions = new Set(cases.flatMap((one) => one.conditions.slice(index, index + 1)));
  return new Map(
    [...conditions].map((condition) => [condition, cases.filter((one) => one.conditions[index] === condition)]),
  );
}

/** The whole table, found by asking `decide`: every status, every input, every condition that makes a difference. */
export const transitions = (): readonly Transition[] =>
  statuses.flatMap((from) =>
    inputTypes.flatMap((input) =>
      rowsOf(casesOf(from, input)).map(({ when, outcome }) => ({ from, input, when, ...outcome })),
    ),
  );

/** The rows in which something happens: what a drawing shows. */
export const movingTransitions = (): readonly Transition[] =>
  transitions().filter(({ outcome }) => outcome !== 'ignored');
