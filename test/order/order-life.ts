import { Currency } from '../../src/kernel/currency.js';
import { BasketId, MessageId } from '../../src/kernel/ids.js';
import type { Cause, Caused } from '../../src/order/cause.js';
import { decide } from '../../src/order/decide.js';
import type { Decision } from '../../src/order/decision.js';
import type { Details } from '../../src/order/details.js';
import type { OrderEvent } from '../../src/order/event.js';
import { evolve } from '../../src/order/evolve.js';
import type { OrderInput } from '../../src/order/input.js';
import type { OutgoingCommand } from '../../src/order/outgoing-command.js';
import type { Policy } from '../../src/order/policy.js';
import { noOrder, type OrderState } from '../../src/order/state.js';

export const policy: Policy = {
  maxAttempts: 3,
  retryTimeoutMs: 1_800_000,
  checkoutWaitMs: 86_400_000,
  currency: Currency('USD'),
};

/** The cause of a test's input: the same message has the same conversation and sender whenever it comes. */
export const cause = (messageId: string): Cause => ({
  messageId: MessageId(messageId),
  conversationId: `conversation of ${messageId}`,
  traceparent: null,
  actor: 'rabbitmq://neighbour',
});

/** What the neighbours usually say of an order. */
export const claimOf = (said: Partial<Details> = {}): Details => ({
  fullName: 'Mai Tran',
  email: 'mai.tran@example.test',
  basketId: BasketId('019a9b5e-7c1c-7000-8000-0000000000b1'),
  total: { minor: 4_250n, currency: policy.currency },
  ...said,
});

export type Moment = {
  readonly input: Caused<OrderInput>;
  readonly before: OrderState;
  /** Null for a message that was applied before. */
  readonly decision: Decision | null;
};

/** All that the core makes of an order's inputs, one after the other: what the store has to come to as well. */
export type OrderLife = {
  readonly state: OrderState;
  readonly events: readonly Caused<OrderEvent>[];
  readonly commands: readonly Caused<OutgoingCommand>[];
  readonly inbox: ReadonlySet<string>;
  readonly moments: readonly Moment[];
};

const unborn: OrderLife = { state: noOrder, events: [], commands: [], inbox: new Set(), moments: [] };

export const live = (inputs: readonly Caused<OrderInput>[]): OrderLife => inputs.reduce(advance, unborn);

/** The core has no inbox, so the life keeps one, as the store does. */
export function advance(life: OrderLife, input: Caused<OrderInput>): OrderLife {
  const { state: before, inbox } = life;
  if (inbox.has(input.cause.messageId)) return withMoment(life, { input, before, decision: null });
  const decision = decide(before, input, policy);
  const state = decision.events.reduce(evolve, before);
  const moments = [...life.moments, { input, before, decision }];
  // A timer of an order that was never there: nothing to keep a history of.
  if (state.status === 'None') return { ...life, moments };
  return {
    state,
    events: [...life.events, ...decision.events],
    commands: [...life.commands, ...decision.commands],
    inbox: inboxAfter(inbox, input, before, decision),
    moments,
  };
}

const withMoment = (life: OrderLife, moment: Moment): OrderLife => ({ ...life, moments: [...life.moments, moment] });

/** What waited in vain goes to the dead letters, and an operator may deliver it again from there. */
function inboxAfter(
  inbox: ReadonlySet<string>,
  { cause: { messageId } }: Caused<OrderInput>,
  before: OrderState,
  { waiting }: Decision,
): ReadonlySet<string> {
  const after = new Set([...inbox, messageId]);
  if (waiting === 'expired' && before.status === 'Awaiting')
    for (const early of before.waiting) after.delete(early.cause.messageId);
  return after;
}
