import type { Answer } from './answer.js';
import type { PaymentDecision } from './decision.js';
import { earlyDisputeOf } from './disputes.js';
import { effectsOf } from './effects.js';
import type { EventType, PaymentEvent } from './event.js';
import { fold } from './evolve.js';
import type { Given } from './input.js';
import type { PaymentPolicy } from './policy.js';
import { pursue } from './pursue.js';
import { rules } from './rules.js';
import type { PaymentState, ReviewReason } from './state.js';
import { statusOf } from './status.js';

/** What a payment in `state` makes of an input. Pure: the same arguments give the same decision. */
export function decide(state: PaymentState, given: Given, policy: PaymentPolicy): PaymentDecision {
  // The table is typed pair by pair; TypeScript can't follow a pair through two lookups.
  const rule = rules[statusOf(state)][given.body.type] as (s: PaymentState, g: Given, p: PaymentPolicy) => Answer;
  const answer = rule(state, given, policy);
  switch (answer.kind) {
    case 'facts':
      return effectsOf(state, withWhatFollows(state, answer.events, given), policy);
    case 'ignored':
      return { ...nothing, events: [{ type: 'InputIgnored', input: given.body.type, reason: answer.reason }] };
    default:
      return { ...nothing, outcome: 'refused', refusal: answer.refusal };
  }
}

const nothing: PaymentDecision = {
  outcome: 'ignored',
  events: [],
  sendings: [],
  lookUps: [],
  wake: { kind: 'keep' },
  verdict: null,
  announcements: [],
  refusal: null,
};

function withWhatFollows(state: PaymentState, told: readonly PaymentEvent[], given: Given): readonly PaymentEvent[] {
  const reviewed: readonly PaymentEvent[] = endsReview(state, told) ? [...told, { type: 'ReviewEnded' }] : told;
  const hasCaptured = told.some(({ type }) => type === 'CaptureMade');
  const events = hasCaptured ? [...reviewed, ...earlyDisputeOf(fold(reviewed, state))] : reviewed;
  // An input brings one id: it starts one operation at most.
  const hasStarted = events.some(({ type }) => starts.has(type));
  return hasStarted ? events : [...events, ...pursue(fold(events, state), given)];
}

const starts: ReadonlySet<EventType> = new Set([
  'AuthorizeStarted',
  'CaptureStarted',
  'VoidStarted',
  'RefundStarted',
] as const);

/** Facts after which a payment is somewhere else than where the review found it. */
const movements: ReadonlySet<EventType> = new Set([
  'AuthorizationGranted',
  'AuthorizationFellShort',
  'AuthorizationReleased',
  'CaptureMade',
] as const);
const conclusions: ReadonlySet<EventType> = new Set([
  'AuthorizationDeclined',
  'OperationFailed',
  'RefundMade',
  'RefundFailed',
] as const);

const unexpected: ReadonlySet<ReviewReason> = new Set([
  'UnexpectedAuthorization',
  'UnexpectedCapture',
  'UnexpectedDispute',
] as const);

/** A review is over when what it was about has been told. Money that nobody expected stays until a person has looked. */
function endsReview(state: PaymentState, events: readonly PaymentEvent[]): boolean {
  if (!('review' in state) || state.review === null) return false;
  const { reason, operationId } = state.review;
  if (unexpected.has(reason)) return false;
  if (events.some(({ type }) => type === 'ReviewRequired' || type === 'ReviewEnded')) return false;
  return events.some(
    (event) =>
      movements.has(event.type) ||
      (conclusions.has(event.type) && 'operationId' in event && event.operationId === operationId),
  );
}
