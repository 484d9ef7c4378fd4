import { OperationId } from '../../kernel/ids.js';
import type { Snapshot } from '../snapshot.js';
import type { GatewayEvent } from '../webhook.js';
import { captureIdOf, snapshotOf } from './ownership.js';
import { readDispute } from './read-dispute.js';
import { authorizationOf, authorizedBy, captureOf, refundOf, voidOf } from './standing.js';
import {
  idOf,
  readAs,
  type WireCharge,
  wireCharge,
  type WireEvent,
  type WireIntent,
  wireIntent,
  wireRefund,
} from './wire.js';

/**
 * The few kinds of Stripe's events that tell what we don't get told better by another one. That of the intent's amount becoming
 * capturable is left out: the charge's own event says until when as well.
 */
const readers: ReadonlyMap<string, (event: WireEvent) => Snapshot | null | 'unreadable'> = new Map([
  ['charge.succeeded', (event) => readCharge(event)],
  ['payment_intent.requires_action', (event) => readIntent(event, underWay)],
  ['payment_intent.processing', (event) => readIntent(event, underWay)],
  ['payment_intent.payment_failed', (event) => readIntent(event, underWay)],
  ['payment_intent.succeeded', (event) => readIntent(event, captured)],
  ['payment_intent.canceled', (event) => readIntent(event, canceled)],
  ['refund.created', (event) => readRefund(event)],
  ['refund.updated', (event) => readRefund(event)],
  ['refund.failed', (event) => readRefund(event)],
]);

/** Whichever of them comes first may be the last that comes. That of evidence handed in is left out: no money moves by it. */
const disputeEvents: ReadonlySet<string> = new Set([
  'charge.dispute.created',
  'charge.dispute.funds_withdrawn',
  'charge.dispute.funds_reinstated',
  'charge.dispute.closed',
]);

/** What an event tells us; of a kind that isn't known, or of somebody else's payment, it's none of our business. */
export function readEvent(event: WireEvent): GatewayEvent | 'unreadable' {
  const told = disputeEvents.has(event.type) ? readDispute(event.data?.object) : readOperation(event);
  return told ?? { kind: 'not_ours', type: event.type };
}

function readOperation(event: WireEvent): GatewayEvent | null | 'unreadable' {
  const told = readers.get(event.type)?.(event) ?? null;
  return told === null || told === 'unreadable' ? told : { kind: 'operation', snapshot: told };
}

function readCharge({ data }: WireEvent): Snapshot | null | 'unreadable' {
  const charge = readAs(wireCharge, data?.object);
  return charge === null ? 'unreadable' : authorized(charge);
}

/** A charge that is captured as it's made wasn't made by us. */
function authorized(charge: WireCharge): Snapshot | null {
  const intentId = idOf(charge.payment_intent);
  if (charge.captured || intentId === null) return null;
  return snapshotOf('authorize', charge, authorizedBy(charge, intentId));
}

function readIntent(
  event: WireEvent,
  read: (intent: WireIntent, event: WireEvent) => Snapshot | null,
): Snapshot | null | 'unreadable' {
  const intent = readAs(wireIntent, event.data?.object);
  return intent === null ? 'unreadable' : read(intent, event);
}

/** Of an intent that somebody has begun to capture it's the capture that waits or fails. */
function underWay(intent: WireIntent): Snapshot | null {
  return captureIdOf(intent) === null ? snapshotOf('authorize', intent, authorizationOf(intent)) : captured(intent);
}

function captured(intent: WireIntent): Snapshot | null {
  const operationId = captureIdOf(intent);
  return operationId === null ? null : snapshotOf('capture', intent, captureOf(intent), operationId);
}

// Our operations are UUIDs of version 7; a key of the dashboard's, or of another client's, is anything else.
const ourKey = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Our own void shows by its key; else the hold has ended by itself, or by somebody else's hand. */
function canceled(intent: WireIntent, { request }: WireEvent): Snapshot | null {
  const key = request?.idempotency_key ?? null;
  if (key !== null && ourKey.test(key)) return snapshotOf('void', intent, voidOf(intent), OperationId(key));
  return snapshotOf('authorize', intent, { kind: 'expired', reference: intent.id });
}

function readRefund({ data }: WireEvent): Snapshot | null | 'unreadable' {
  const refund = readAs(wireRefund, data?.object);
  return refund === null ? 'unreadable' : snapshotOf('refund', refund, refundOf(refund));
}
