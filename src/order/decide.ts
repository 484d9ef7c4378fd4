import type { Caused } from './cause.js';
import { andThen, clear, type Decision, keep, type Wake } from './decision.js';
import { type Details, reconcile } from './details.js';
import type { IgnoredReason, OrderEvent } from './event.js';
import { evolve, fold } from './evolve.js';
import type { EarlyInput, InputType, OrderInput } from './input.js';
import type { OutgoingCommandType } from './outgoing-command.js';
import type { Policy } from './policy.js';
import type { OrderState, PlacedState, StateOf, Status } from './state.js';

type InputOf<I extends InputType> = Caused<Extract<OrderInput, { readonly type: I }>>;
type Answer<S extends Status, I extends InputType> = (state: StateOf<S>, input: InputOf<I>, policy: Policy) => Decision;
type Rules = { readonly [S in Status]: { readonly [I in InputType]: Answer<S, I> } };

// Every state answers every input by name: the compiler refuses a missing pair.
// The README's table and drawing are printed from these answers.
const rules: Rules = {
  None: {
    UserCheckedOut: place,
    BasketDeleted: defer,
    BasketDeletedFailed: defer,
    OrderCompleted: defer,
    OrderCancelled: defer,
    TimeoutElapsed: ignore('StaleTimer'),
    CheckoutWaitElapsed: ignore('StaleTimer'),
    PaymentDeclined: ignore('NotPlaced'),
  },
  Awaiting: {
    UserCheckedOut: place,
    BasketDeleted: defer,
    BasketDeletedFailed: defer,
    OrderCompleted: defer,
    OrderCancelled: defer,
    TimeoutElapsed: ignore('StaleTimer'),
    CheckoutWaitElapsed: endWait,
    PaymentDeclined: ignore('NotPlaced'),
  },
  Placed: {
    UserCheckedOut: ignore('AlreadyPlaced'),
    BasketDeleted: deleteBasket,
    BasketDeletedFailed: failBasket,
    OrderCompleted: complete,
    OrderCancelled: cancel,
    TimeoutElapsed: askAgain,
    CheckoutWaitElapsed: ignore('StaleTimer'),
    PaymentDeclined: failUnpaid,
  },
  Completed: everythingIgnored('AlreadyCompleted'),
  Cancelled: everythingIgnored('AlreadyCancelled'),
  Failed: everythingIgnored('AlreadyFailed'),
};

/** What an order in `state` makes of `input`. Pure: the same arguments give the same decision. */
export function decide(state: OrderState, input: Caused<OrderInput>, policy: Policy): Decision {
  // The table is typed pair by pair; TypeScript can't follow a pair through two lookups.
  const answer = rules[state.status][input.body.type] as (s: OrderState, i: Caused<OrderInput>, p: Policy) => Decision;
  return answer(state, input, policy);
}

function place(state: StateOf<'None' | 'Awaiting'>, input: InputOf<'UserCheckedOut'>, policy: Policy): Decision {
  const events = caused(input, [{ type: 'OrderPlaced', details: input.body.claim }]);
  const placed: Decision = {
    outcome: 'advanced',
    events,
    commands: [publish('PlaceOrder', input.body.claim, input, policy)],
    wake: { kind: 'set', afterMs: policy.retryTimeoutMs },
    waiting: 'keep',
  };
  return state.status === 'None' ? placed : replay(state, placed, policy);
}

/** The checkout takes with it what overtook it, in arrival order, inside its own decision. */
function replay(state: StateOf<'Awaiting'>, placed: Decision, policy: Policy): Decision {
  const applied: Decision = { ...placed, waiting: 'applied' };
  return state.waiting.reduce((so, early) => andThen(so, decide(fold(so.events, state), early, policy)), applied);
}

function defer(state: StateOf<'None' | 'Awaiting'>, input: Caused<EarlyInput>, policy: Policy): Decision {
  const first = state.status === 'None' || state.waiting.length === 0;
  return {
    outcome: 'deferred',
    events: caused(input, [{ type: 'InputDeferred', input: input.body }]),
    commands: [],
    wake: first ? { kind: 'set', afterMs: policy.checkoutWaitMs } : keep,
    waiting: 'keep',
  };
}

function endWait(state: StateOf<'Awaiting'>, input: InputOf<'CheckoutWaitElapsed'>, policy: Policy): Decision {
  const stale = input.body.attempt !== state.expiries || state.waiting.length === 0;
  if (stale) return ignore('StaleTimer')(state, input, policy);
  return {
    outcome: 'advanced',
    events: caused(input, [{ type: 'CheckoutWaitExpired', attempt: state.expiries }]),
    commands: [],
    wake: clear,
    waiting: 'expired',
  };
}

function deleteBasket(state: PlacedState, input: InputOf<'BasketDeleted'>, policy: Policy): Decision {
  if (state.basketDeleted) return ignore('BasketAlreadyDeleted')(state, input, policy);
  return advance(state, input, policy, { event: { type: 'BasketDeleted' }, command: 'DeleteBasketComplete' });
}

function failBasket(state: PlacedState, input: InputOf<'BasketDeletedFailed'>, policy: Policy): Decision {
  // Basket answers Failed when its key is already gone: after a success that is noise.
  if (state.basketDeleted) return ignore('BasketAlreadyDeleted')(state, input, policy);
  return advance(state, input, policy, { event: { type: 'BasketDeletionFailed' }, command: 'DeleteBasketFailed' });
}

function complete(state: PlacedState, input: InputOf<'OrderCompleted'>, policy: Policy): Decision {
  return advance(state, input, policy, { event: { type: 'OrderCompleted' }, command: 'CompleteOrder' });
}

function cancel(state: PlacedState, input: InputOf<'OrderCancelled'>, policy: Policy): Decision {
  return advance(state, input, policy, { event: { type: 'OrderCancelled' }, command: 'CancelOrder' });
}

function askAgain(state: PlacedState, input: InputOf<'TimeoutElapsed'>, policy: Policy): Decision {
  const stale = state.basketDeleted || input.body.attempt !== state.timeoutRetryCount;
  if (stale) return ignore('StaleTimer')(state, input, policy);
  const attempt = state.timeoutRetryCount + 1;
  const ours = inConversation(state, input);
  if (attempt >= policy.maxAttempts)
    return advance(state, ours, policy, {
      event: { type: 'OrderTimedOut', attempt },
      command: 'CancelOrder',
    });
  return advance(state, ours, policy, {
    event: { type: 'PlaceOrderRetried', attempt },
    command: 'PlaceOrder',
    wake: { kind: 'set', afterMs: policy.retryTimeoutMs },
  });
}

function failUnpaid(state: PlacedState, input: InputOf<'PaymentDeclined'>, policy: Policy): Decision {
  const step = { event: { type: 'PaymentDeclined' }, command: 'CancelOrder' } as const;
  return advance(state, inConversation(state, input), policy, step);
}

/** What causes itself belongs to the conversation that the checkout began. */
const inConversation = <T>({ conversationId }: PlacedState, { body, cause }: Caused<T>): Caused<T> => ({
  body,
  cause: { ...cause, conversationId },
});

type Step = { readonly event: OrderEvent; readonly command: OutgoingCommandType; readonly wake?: Wake };

/** One step of a placed order: what the input adds to the details, the fact, and the command that it publishes. */
function advance(
  state: PlacedState,
  input: Caused<OrderInput>,
  policy: Policy,
  { event, command, wake = clear }: Step,
): Decision {
  const learned = 'claim' in input.body ? learn(state.details, input.body.claim) : [];
  const events = caused(input, [...learned, event]);
  const { details } = events.reduce(evolve, state) as PlacedState;
  return {
    outcome: 'advanced',
    events,
    commands: mayPublish(command, details) ? [publish(command, details, input, policy)] : [],
    wake,
    waiting: 'keep',
  };
}

function learn(details: Details, claim: Details): readonly OrderEvent[] {
  const found = reconcile(details, claim);
  const { basketId, total } = claim;
  return [
    ...(Object.keys(found.filled).length > 0 ? [{ type: 'DetailsFilled', filled: found.filled } as const] : []),
    ...(found.disagreed.length > 0
      ? [{ type: 'DetailsDisagreed', fields: found.disagreed, claim: { basketId, total } } as const]
      : []),
  ];
}

/** E-mail alone gates the two notifications, as in the brief: without an address there is nobody to notify. */
const mayPublish = (command: OutgoingCommandType, details: Details): boolean =>
  details.email !== null || (command !== 'CompleteOrder' && command !== 'CancelOrder');

const publish = (type: OutgoingCommandType, details: Details, { cause }: Caused<unknown>, policy: Policy) => ({
  body: { type, details: { ...details, total: details.total ?? { minor: 0n, currency: policy.currency } } },
  cause,
});

const caused = ({ cause }: Caused<unknown>, events: readonly OrderEvent[]): readonly Caused<OrderEvent>[] =>
  events.map((body) => ({ body, cause }));

function ignore(reason: IgnoredReason) {
  return (_state: OrderState, input: Caused<OrderInput>, _policy: Policy): Decision => ({
    outcome: 'ignored',
    events: caused(input, [{ type: 'InputIgnored', input: input.body.type, reason }]),
    commands: [],
    wake: keep,
    waiting: 'keep',
  });
}

function everythingIgnored(reason: IgnoredReason) {
  return {
    UserCheckedOut: ignore(reason),
    BasketDeleted: ignore(reason),
    BasketDeletedFailed: ignore(reason),
    OrderCompleted: ignore(reason),
    OrderCancelled: ignore(reason),
    TimeoutElapsed: ignore('StaleTimer'),
    CheckoutWaitElapsed: ignore('StaleTimer'),
    PaymentDeclined: ignore(reason),
  };
}
