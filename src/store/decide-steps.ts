import type { EncodeAnnouncement, EncodeCommand } from '../contracts/codec.js';
import { maskCard } from '../contracts/mask-card.js';
import { MessageId, type OrderId } from '../kernel/ids.js';
import { andThen, type Decision, keep } from '../order/decision.js';
import type { Contact } from '../order/details.js';
import { contactOf } from '../order/event-record.js';
import { evolve } from '../order/evolve.js';
import type { OrderState } from '../order/state.js';
import type { PaymentPolicy } from '../payment/policy.js';
import type { CommandAnswer } from '../saga/operate-payment.js';
import type { Step, StepOutcome } from '../saga/order-writer.js';
import { answerTo, type Refused, refusalOf } from './command-answer.js';
import { decideJointly, type JointRules, type OrderPart, type Parts, type PaymentPart } from './decide-jointly.js';
import { type PaymentProgress, paymentProgress, withPart } from './payment-progress.js';
import type { NewAnswer, NewContact, NewDeferred, NewEvent, NewMessage, OrderWrite, StoredOrder } from './tables.js';

/** What the store needs to turn decisions into rows. */
export type Rules = JointRules & {
  readonly encode: EncodeCommand;
  readonly payments: { readonly policy: PaymentPolicy; readonly announce: EncodeAnnouncement } | null;
};

/** `command` is there for a person's command: what they are told. */
export type StepAnswer =
  | { readonly outcome: StepOutcome; readonly command?: CommandAnswer }
  | { readonly refused: Refused }
  | { readonly error: unknown };

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
  readonly noted: readonly MessageId[];
  readonly messages: readonly NewMessage[];
  readonly deferred: readonly NewDeferred[];
  readonly payment: PaymentProgress | null;
  readonly commandAnswers: readonly NewAnswer[];
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
    noted: [],
    messages: [],
    deferred: [],
    payment: null,
    commandAnswers: [],
  };
  for (const step of steps) {
    if (isApplied(step) || isKnown(progress, step)) {
      answers.set(step, { outcome: 'duplicate' });
      continue;
    }
    try {
      const parts = decideJointly(orderId, progress.order, step.input, rules);
      const refused = refusalOf(step, progress.order, parts);
      if (refused !== null) {
        answers.set(step, { refused });
        continue;
      }
      // The end of a wait is written alone: what it buries must have its row, and what it forgets must be read anew.
      const endsWait = parts.some((part) => part.of === 'order' && part.decision.waiting === 'expired');
      if (endsWait && hasWork(progress)) break;
      progress = apply(orderId, progress, step, parts, rules);
      answers.set(step, answerOf(step, parts, progress));
      if (endsWait) break;
    } catch (error) {
      answers.set(step, { error });
    }
  }
  const left = steps.filter((step) => !answers.has(step));
  return { answers, left, write: writeOf(orderId, stored, progress) };
}

const isKnown = ({ applied, noted }: Progress, { input: { cause } }: Step): boolean =>
  applied.includes(cause.messageId) || noted.includes(cause.messageId);

const hasWork = ({ events, payment, noted }: Progress): boolean =>
  events.length > 0 || (payment?.events.length ?? 0) > 0 || noted.length > 0;

function answerOf(step: Step, parts: Parts, { order }: Progress): StepAnswer {
  const { outcome } = parts[0].decision;
  if (outcome === 'refused') throw new Error('A refusal that nobody asked for', { cause: step.input.body.type });
  return step.request === undefined ? { outcome } : { outcome, command: answerTo(parts, order) };
}

function writeOf(orderId: OrderId, stored: StoredOrder, progress: Progress): OrderWrite | null {
  const { order, total, events, contacts, applied, noted, messages, deferred, payment, commandAnswers } = progress;
  if (!hasWork(progress)) return null;
  const wasPlaced = stored.state.status !== 'None' && stored.state.status !== 'Awaiting';
  return {
    orderId,
    expected: stored.version,
    order,
    events,
    contacts,
    applied,
    noted,
    messages,
    deferred,
    payment,
    commandAnswers,
    becomesPlaced: !wasPlaced && order.state.status !== 'Awaiting',
    wake: total.wake,
    waiting: total.waiting,
    expired: total.waiting === 'expired' && stored.state.status === 'Awaiting' ? stored.state.waiting.length : 0,
  };
}

function apply(orderId: OrderId, before: Progress, step: Step, parts: Parts, rules: Rules): Progress {
  const [{ decision }] = parts;
  // An order that was never there has no history: a timer's name in its inbox would swallow its own timer later.
  if (decision.outcome === 'ignored' && before.order.state.status === 'None') return before;
  let after = before;
  for (const part of parts)
    after =
      part.of === 'order'
        ? withOrder(orderId, after, step, part, rules)
        : withPayment(orderId, after, step, part, rules);
  const { messageId } = step.input.cause;
  const { request } = step;
  const isNews = after.order.version > before.order.version;
  return {
    ...after,
    ...(isNews ? { applied: [...before.applied, messageId] } : { noted: [...before.noted, messageId] }),
    commandAnswers:
      request === undefined
        ? before.commandAnswers
        : [...before.commandAnswers, { ...request, answer: answerTo(parts, after.order) }],
  };
}

function withOrder(orderId: OrderId, before: Progress, step: Step, { decision }: OrderPart, rules: Rules): Progress {
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
  const outSequence = before.order.outSequence + messages.length;
  return {
    ...before,
    order: { ...before.order, version, state, contactVersion, outSequence },
    total: andThen(before.total, decision),
    events: [...before.events, ...events],
    contacts: [...before.contacts, ...contacts],
    messages: [...before.messages, ...messages],
    deferred: waitingOf(before, step, decision, version),
  };
}

function withPayment(orderId: OrderId, before: Progress, step: Step, part: PaymentPart, rules: Rules): Progress {
  if (rules.payments === null) return before;
  const { cause } = step.input;
  const payment = withPart(before.payment ?? paymentProgress(before.order.payment), part, {
    version: before.order.version,
    cause,
  });
  const version = before.order.version + part.decision.events.length;
  const conversationId = cause.conversationId ?? conversationOf(before.order.state);
  const { announce } = rules.payments;
  const messages = part.decision.announcements.map((body, index): NewMessage => {
    const messageId = MessageId(rules.ids.next());
    const sent = { messageId, orderId, sentAt: rules.clock.now() };
    const encoded = announce({ body, cause: { ...cause, conversationId } }, sent);
    return { sequence: before.order.outSequence + index + 1, messageId, eventVersion: version, encoded };
  });
  const outSequence = before.order.outSequence + messages.length;
  return {
    ...before,
    order: { ...before.order, version, payment: part.after, outSequence },
    messages: [...before.messages, ...messages],
    payment,
  };
}

const conversationOf = (state: OrderState): string | null =>
  state.status === 'None' || state.status === 'Awaiting' ? null : state.conversationId;

/** What waits in the same write as its checkout never needs a row. */
function waitingOf(before: Progress, step: Step, decision: Decision, version: number): readonly NewDeferred[] {
  if (decision.waiting !== 'keep') return [];
  if (decision.outcome !== 'deferred' || step.original === undefined) return before.deferred;
  // What an event brings beside its own fields isn't read, so it may be anything.
  const original = { ...step.original, body: maskCard(step.original.body) };
  return [...before.deferred, { messageId: step.input.cause.messageId, version, original }];
}

/** The row that an event's contact makes: a claim as it came, else the contact now in force. */
function contactRow(state: OrderState, type: string, brought: Partial<Contact> | null): Contact | null {
  if (brought === null) return null;
  if (type === 'InputDeferred' || state.status === 'None' || state.status === 'Awaiting')
    return { fullName: brought.fullName ?? null, email: brought.email ?? null };
  const { fullName, email } = state.details;
  return { fullName, email };
}
