import type { EncodeCommand } from '../contracts/codec.js';
import { MessageId, type OrderId } from '../kernel/ids.js';
import { andThen, type Decision, keep } from '../order/decision.js';
import { decide } from '../order/decide.js';
import type { Contact } from '../order/details.js';
import { contactOf } from '../order/event-record.js';
import { evolve } from '../order/evolve.js';
import type { Policy } from '../order/policy.js';
import type { OrderState } from '../order/state.js';
import type { Clock } from '../platform/clock.js';
import type { Ids } from '../platform/ids.js';
import type { Step, StepOutcome } from '../saga/order-writer.js';
import type { NewContact, NewDeferred, NewEvent, NewMessage, OrderWrite, StoredOrder } from './tables.js';

/** What the store needs to turn decisions into rows. */
export type Rules = {
  readonly policy: Policy;
  readonly encode: EncodeCommand;
  readonly ids: Ids;
  readonly clock: Clock;
};

export type StepAnswer = { readonly outcome: StepOutcome } | { readonly error: unknown };

export type Decided<S extends Step> = {
  readonly answers: ReadonlyMap<S, StepAnswer>;
  /** What is to be decided again when the write is done. */
  readonly left: readonly S[];
  /** Null when nothing of the order changes: duplicates, a stale timer of an order that was never there. */
  readonly write: OrderWrite | null;
};

type Progress = {
  readonly order: StoredOrder;
  readonly total: Decision;
  readonly events: readonly NewEvent[];
  readonly contacts: readonly NewContact[];
  readonly applied: readonly MessageId[];
  readonly messages: readonly NewMessage[];
  readonly deferred: readonly NewDeferred[];
};

const undecided: Decision = { outcome: 'ignored', events: [], commands: [], wake: keep, waiting: 'keep' };

/**
 * Decides several inputs of one order in turn, each on the state that the one before leaves, and sums up one write.
 * It comes to the same as one write for each.
 */
export function decideSteps<S extends Step>(
  orderId: OrderId,
  stored: StoredOrder,
  steps: readonly S[],
  isApplied: (step: S) => boolean,
  rules: Rules,
): Decided<S> {
  const answers = new Map<S, StepAnswer>();
  let progress: Progress = {
    order: stored,
    total: undecided,
    events: [],
    contacts: [],
    applied: [],
    messages: [],
    deferred: [],
  };
  for (const step of steps) {
    if (isApplied(step) || progress.applied.includes(step.input.cause.messageId)) {
      answers.set(step, { outcome: 'duplicate' });
      continue;
    }
    try {
      const decision = decide(progress.order.state, step.input, rules.policy);
      // The end of a wait is written alone: what it buries must have its row, and what it forgets must be read anew.
      if (decision.waiting === 'expired' && progress.events.length > 0) break;
      progress = apply(orderId, progress, step, decision, rules);
      answers.set(step, { outcome: decision.outcome });
      if (decision.waiting === 'expired') break;
    } catch (error) {
      answers.set(step, { error });
    }
  }
  const left = steps.filter((step) => !answers.has(step));
  return { answers, left, write: writeOf(orderId, stored, progress) };
}

function writeOf(orderId: OrderId, stored: StoredOrder, progress: Progress): OrderWrite | null {
  const { order, total, events, contacts, applied, messages, deferred } = progress;
  if (events.length === 0) return null;
  const wasPlaced = stored.state.status !== 'None' && stored.state.status !== 'Awaiting';
  return {
    orderId,
    expected: stored.version,
    order,
    events,
    contacts,
    applied,
    messages,
    deferred,
    becomesPlaced: !wasPlaced && order.state.status !== 'Awaiting',
    wake: total.wake,
    waiting: total.waiting,
    expired: total.waiting === 'expired' && stored.state.status === 'Awaiting' ? stored.state.waiting.length : 0,
  };
}

function apply(orderId: OrderId, before: Progress, step: Step, decision: Decision, rules: Rules): Progress {
  // An order that was never there has no history: a timer's name in its inbox would swallow its own timer later.
  if (decision.outcome === 'ignored' && before.order.state.status === 'None') return before;
  let { state, version, contactVersion } = before.order;
  const events: NewEvent[] = [];
  const contacts: NewContact[] = [];
  for (const event of decision.events) {
    state = evolve(state, event);
    version += 1;
    events.push({ version, event });
    const contact = contactRow(state, event.body.type, contactOf(event.body));
    if (contact === null) continue;
    contacts.push({ ...contact, version });
    // An early event's contact is only a claim: the checkout's comes first.
    if (event.body.type !== 'InputDeferred') contactVersion = version;
  }
  const messages = decision.commands.map((command, index): NewMessage => {
    const messageId = MessageId(rules.ids.next());
    const encoded = rules.encode(command, { messageId, orderId, sentAt: rules.clock.now() });
    return { sequence: before.order.outSequence + index + 1, messageId, eventVersion: version, encoded };
  });
  return {
    order: { version, state, contactVersion, outSequence: before.order.outSequence + messages.length },
    total: andThen(before.total, decision),
    events: [...before.events, ...events],
    contacts: [...before.contacts, ...contacts],
    applied: [...before.applied, step.input.cause.messageId],
    messages: [...before.messages, ...messages],
    deferred: waitingOf(before, step, decision, version),
  };
}

/** What waits in the same write as its checkout never needs a row. */
function waitingOf(before: Progress, step: Step, decision: Decision, version: number): readonly NewDeferred[] {
  if (decision.waiting !== 'keep') return [];
  if (decision.outcome !== 'deferred' || step.original === undefined) return before.deferred;
  return [...before.deferred, { messageId: step.input.cause.messageId, version, original: step.original }];
}

/** The row that an event's contact makes: a claim as it came, else the contact now in force. */
function contactRow(state: OrderState, type: string, brought: Partial<Contact> | null): Contact | null {
  if (brought === null) return null;
  if (type === 'InputDeferred' || state.status === 'None' || state.status === 'Awaiting')
    return { fullName: brought.fullName ?? null, email: brought.email ?? null };
  const { fullName, email } = state.details;
  return { fullName, email };
}
