import { z } from 'zod';
import { CloudEvent } from '../cloudevent.js';
import { commands } from '../commands.js';
import { integrationEvents } from '../integration-events.js';
import { MassTransitEnvelope } from '../masstransit-envelope.js';
import { paymentEvents } from '../payment-events.js';
import { baseUrn, dottedTypeOf, urnOf } from '../topology.js';
import { schemaReference, type Node } from './reference.js';

/** A draft-07 JSON Schema, as AsyncAPI takes it, of what may be written. */
function jsonSchema(schema: z.ZodType): Node {
  const node = z.toJSONSchema(schema, { target: 'draft-7', io: 'input' });
  return Object.fromEntries(Object.entries(node).filter(([keyword]) => keyword !== '$schema'));
}

// What a sender leaves out of its envelope does no harm; what we need is required.
const received = MassTransitEnvelope.partial().required({ messageId: true, messageType: true, message: true });

/** `components.schemas`: all contracts, and the envelopes around them. */
export const schemas = (): Node => ({
  ...Object.fromEntries(integrationEvents.map(({ name, schema }) => [name, jsonSchema(schema)])),
  ...Object.fromEntries(Object.values(commands).map(({ name, schema }) => [name, jsonSchema(schema)])),
  ...Object.fromEntries(Object.values(paymentEvents).map(({ name, schema }) => [name, jsonSchema(schema)])),
  ReceivedMassTransitEnvelope: jsonSchema(received),
  SentMassTransitEnvelope: jsonSchema(MassTransitEnvelope),
  CloudEvent: jsonSchema(CloudEvent),
});

const around = (envelope: string, properties: Node, required: readonly string[] = []): Node => ({
  allOf: [schemaReference(envelope), { type: 'object', ...(required.length > 0 && { required }), properties }],
});

export const receivedInMassTransit = (name: string): Node =>
  around('ReceivedMassTransitEnvelope', {
    messageType: { type: 'array', contains: { const: urnOf(name) } },
    message: schemaReference(name),
  });

export const sentInMassTransit = (name: string): Node =>
  around('SentMassTransitEnvelope', {
    messageType: { type: 'array', items: [{ const: urnOf(name) }, { const: baseUrn }], minItems: 2, maxItems: 2 },
    message: schemaReference(name),
  });

export const receivedInCloudEvent = (name: string): Node =>
  around('CloudEvent', { type: { const: dottedTypeOf(name) }, data: schemaReference(name) }, ['data']);

// All that we set; the trace alone depends on the causing message.
const ourAttributes =
  'subject time datacontenttype correlationid conversationid initiatorid causationid partitionkey data';

export const sentInCloudEvent = (name: string): Node =>
  around('CloudEvent', { type: { const: dottedTypeOf(name) }, data: schemaReference(name) }, ourAttributes.split(' '));
