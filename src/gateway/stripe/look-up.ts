import type Stripe from 'stripe';
import type { z } from 'zod';
import type { GatewayReference, Operation } from '../../payment/operation.js';
import type { LookUp, Sought } from '../payment-gateway.js';
import type { Snapshot } from '../snapshot.js';
import { findIntent, type SearchMoment, TooManyIntents } from './find-intent.js';
import { reasonOf } from './outcome.js';
import { captureIdOf, isAuthorizedBy, isRefundedBy, snapshotOf } from './ownership.js';
import { authorizationOf, captureOf, refundOf, voidOf } from './standing.js';
import { idOf, readAs, wireCharge, wireIntent, wireRefund } from './wire.js';

type Of<Kind extends Operation['kind']> = Extract<Operation, { readonly kind: Kind }>;

/** An answer of Stripe's can't be read. */
class UnreadableAnswer extends Error {
  readonly code = 'GATEWAY.UNREADABLE_ANSWER';
}

/** Asks without ever changing anything: what isn't found isn't made by asking. */
export async function lookUp(stripe: Stripe, sought: Sought, moment: SearchMoment): Promise<LookUp> {
  try {
    const snapshot =
      sought.by === 'reference'
        ? await ofReference(stripe, sought.reference)
        : await ofOperation(stripe, sought.operation, moment);
    return snapshot === null ? { kind: 'not_found' } : { kind: 'found', snapshot };
  } catch (error) {
    if (error instanceof UnreadableAnswer) return { kind: 'unavailable', reason: 'unreadable' };
    if (error instanceof TooManyIntents) return { kind: 'unavailable', reason: 'too_many_intents' };
    const reason = reasonOf(error);
    return reason === 'resource_missing' ? { kind: 'not_found' } : { kind: 'unavailable', reason };
  }
}

function ofOperation(stripe: Stripe, operation: Operation, moment: SearchMoment): Promise<Snapshot | null> {
  switch (operation.kind) {
    case 'authorize':
      return ofAuthorize(stripe, operation, moment);
    case 'capture':
      return ofCapture(stripe, operation);
    case 'void':
      return ofVoid(stripe, operation);
    case 'refund':
      return ofRefund(stripe, operation);
  }
}

async function ofAuthorize(stripe: Stripe, operation: Of<'authorize'>, moment: SearchMoment): Promise<Snapshot | null> {
  const id = await findIntent(stripe, operation, moment);
  if (id === null) return null;
  const intent = await retrieveIntent(stripe, id);
  if (!isAuthorizedBy(intent, operation)) throw new UnreadableAnswer('Another intent than the one that was asked for');
  return shown(snapshotOf('authorize', intent, authorizationOf(intent)));
}

async function ofCapture(stripe: Stripe, { authorization, operationId }: Of<'capture'>): Promise<Snapshot | null> {
  const intent = await retrieveIntent(stripe, authorization);
  if (captureIdOf(intent) !== operationId) return null;
  return snapshotOf('capture', intent, captureOf(intent), operationId);
}

async function ofVoid(stripe: Stripe, { authorization, operationId }: Of<'void'>): Promise<Snapshot | null> {
  const intent = await retrieveIntent(stripe, authorization);
  return snapshotOf('void', intent, voidOf(intent), operationId);
}

async function ofRefund(stripe: Stripe, operation: Of<'refund'>): Promise<Snapshot | null> {
  for await (const listed of stripe.refunds.list({ charge: operation.capture, limit: 100 })) {
    const refund = parse(wireRefund, listed);
    if (isRefundedBy(refund, operation)) return shown(snapshotOf('refund', refund, refundOf(refund)));
  }
  return null;
}

async function ofReference(stripe: Stripe, reference: GatewayReference): Promise<Snapshot | null> {
  switch (reference.split('_')[0]) {
    case 'pi': {
      const intent = await retrieveIntent(stripe, reference);
      return snapshotOf('authorize', intent, authorizationOf(intent));
    }
    case 'ch':
      return ofCharge(stripe, reference);
    case 're': {
      const refund = parse(wireRefund, await stripe.refunds.retrieve(reference));
      return snapshotOf('refund', refund, refundOf(refund));
    }
    default:
      return null;
  }
}

/** A charge knows its intent, and the intent who captured it. */
async function ofCharge(stripe: Stripe, reference: GatewayReference): Promise<Snapshot | null> {
  const charge = parse(wireCharge, await stripe.charges.retrieve(reference));
  const id = idOf(charge.payment_intent);
  if (id === null || !charge.captured) return null;
  const intent = await retrieveIntent(stripe, id);
  const operationId = captureIdOf(intent);
  return operationId === null ? null : snapshotOf('capture', intent, captureOf(intent), operationId);
}

const retrieveIntent = async (stripe: Stripe, id: string) =>
  parse(wireIntent, await stripe.paymentIntents.retrieve(id, { expand: ['latest_charge.balance_transaction'] }));

function parse<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const read = readAs(schema, value);
  if (read === null) throw new UnreadableAnswer('Not of the shape that was asked for');
  return read;
}

/** The object is there, so that what it doesn't show can't be for want of it. */
function shown(snapshot: Snapshot | null): Snapshot {
  if (snapshot === null) throw new UnreadableAnswer('It stands in no way that we know');
  return snapshot;
}
