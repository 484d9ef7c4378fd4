import { causationHeader } from '../encode-command.js';
import { activityHeader } from '../open-masstransit.js';
import { dottedTypeOf } from '../topology.js';
import type { Node } from './reference.js';

const text = (description: string): Node => ({ type: 'string', description });

const traceparent: Node = {
  type: 'string',
  pattern: '^[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$',
  description: 'W3C trace context of the causing message.',
};

/** Headers of an event that says all else in its body. */
export const eventHeaders: Node = {
  type: 'object',
  properties: {
    traceparent: text('W3C trace context. One that is malformed is dropped.'),
    [activityHeader]: text("MassTransit's name for the same; the envelope's own header comes first."),
  },
};

/** Headers of a command, in either format. */
export const commandHeaders: Node = {
  type: 'object',
  required: [causationHeader],
  properties: {
    [causationHeader]: text('The id of the causing message, or the name of the timer that caused it.'),
    traceparent,
    [activityHeader]: {
      ...traceparent,
      description: 'The same, where MassTransit looks for it. MassTransit format only.',
    },
  },
};

const requiredAttributes = ['specversion', 'id', 'source', 'type'];

/** Headers of an event in CloudEvents' binary mode: the attributes, by any of the prefixes that its bindings use. */
export const binaryHeaders = (name: string): Node => ({
  type: 'object',
  anyOf: ['cloudEvents:', 'cloudEvents_', 'ce-', 'ce_'].map((prefix) => ({
    required: requiredAttributes.map((attribute) => prefix + attribute),
    properties: {
      [`${prefix}specversion`]: { const: '1.0' },
      [`${prefix}id`]: { type: 'string', minLength: 1 },
      [`${prefix}source`]: { type: 'string', minLength: 1 },
      [`${prefix}type`]: { const: dottedTypeOf(name) },
    },
  })),
});

/** Headers of a dead letter's copy, beside those that the message came with. */
export const deadLetterHeaders: Node = {
  type: 'object',
  required: ['MT-Reason', 'MT-Fault-ExceptionType', 'MT-Fault-Message'],
  properties: {
    'MT-Reason': { type: 'string', enum: ['dead-letter', 'fault'] },
    'MT-Fault-ExceptionType': text(
      'The reason: TooLarge, MalformedBody, UnknownType, MissingMessageId, InvalidField, …',
    ),
    'MT-Fault-Message': text('The field and the rule, or the code of the error; never personal data.'),
    'MT-Fault-InputAddress': text('The exchange that it came through.'),
    'MT-Fault-MessageType': text('The type of the message, empty where that could not be read.'),
  },
};
