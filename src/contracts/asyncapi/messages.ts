import type { OutgoingCommandType } from '../../order/outgoing-command.js';
import type { Announcement } from '../../payment/announcement.js';
import type { MessageFormat } from '../codec.js';
import { commands } from '../commands.js';
import { integrationEvents, type IntegrationEventContract } from '../integration-events.js';
import { cloudEventsMedia, jsonMedia, massTransitMedia } from '../media.js';
import { paymentEvents } from '../payment-events.js';
import * as example from './examples.js';
import { binaryHeaders, commandHeaders, deadLetterHeaders, eventHeaders } from './headers.js';
import { messageName, schemaReference, type MessageForm, type Node } from './reference.js';
import { receivedInCloudEvent, receivedInMassTransit, sentInCloudEvent, sentInMassTransit } from './schemas.js';

const orderAt = (location: string): Node => ({ description: 'The order: the key of the saga.', location });

type Described = { readonly name: string; readonly description: string; readonly form: MessageForm };

const entry = ({ name, description, form }: Described, node: Node): [string, Node] => [
  messageName(name, form),
  { name, title: `${name} (${form})`, summary: description, ...node },
];

function eventMessages(contract: IntegrationEventContract): readonly [string, Node][] {
  const { name, schema } = contract;
  const described = { name, description: schema.description ?? name };
  return [
    entry(
      { ...described, form: 'MassTransit' },
      {
        contentType: massTransitMedia,
        correlationId: orderAt('$message.payload#/message/orderId'),
        headers: eventHeaders,
        payload: receivedInMassTransit(name),
        examples: [example.eventInMassTransit(contract)],
      },
    ),
    entry(
      { ...described, form: 'CloudEvents' },
      {
        contentType: cloudEventsMedia,
        correlationId: orderAt('$message.payload#/data/orderId'),
        headers: eventHeaders,
        payload: receivedInCloudEvent(name),
        examples: [example.eventInCloudEvent(contract)],
      },
    ),
    entry(
      { ...described, form: 'CloudEventsBinary' },
      {
        contentType: jsonMedia,
        correlationId: orderAt('$message.payload#/orderId'),
        headers: binaryHeaders(name),
        payload: schemaReference(name),
        examples: [example.eventInBinaryCloudEvent(contract)],
      },
    ),
  ];
}

type Sent = {
  readonly name: string;
  readonly description: string;
  readonly example: (format: MessageFormat) => Node;
};

function sentMessages({ example: of, ...described }: Sent): readonly [string, Node][] {
  const { name } = described;
  return [
    entry(
      { ...described, form: 'MassTransit' },
      {
        contentType: massTransitMedia,
        correlationId: orderAt('$message.payload#/message/orderId'),
        headers: commandHeaders,
        payload: sentInMassTransit(name),
        examples: [of('masstransit')],
      },
    ),
    entry(
      { ...described, form: 'CloudEvents' },
      {
        contentType: cloudEventsMedia,
        correlationId: orderAt('$message.payload#/correlationid'),
        headers: commandHeaders,
        payload: sentInCloudEvent(name),
        examples: [of('cloudevents')],
      },
    ),
  ];
}

function commandMessages(type: OutgoingCommandType): readonly [string, Node][] {
  const { name, schema } = commands[type];
  return sentMessages({
    name,
    description: schema.description ?? name,
    example: (format) => example.command(type, format),
  });
}

function paymentMessages(type: Announcement['type']): readonly [string, Node][] {
  const { name, schema } = paymentEvents[type];
  const made = (format: MessageFormat) => example.paymentEvent(type, format);
  return sentMessages({ name, description: schema.description ?? name, example: made });
}

export const deadLetter = 'DeadLetter';

/** `components.messages`: each contract once per format. */
export const messages = (): Node => ({
  ...Object.fromEntries(integrationEvents.flatMap(eventMessages)),
  ...Object.fromEntries((Object.keys(commands) as OutgoingCommandType[]).flatMap(commandMessages)),
  ...Object.fromEntries((Object.keys(paymentEvents) as Announcement['type'][]).flatMap(paymentMessages)),
  [deadLetter]: {
    name: deadLetter,
    title: 'Dead letter',
    summary: 'A copy of a message that was not processed, byte for byte, with the reason in its headers.',
    headers: deadLetterHeaders,
    payload: { description: 'Whatever came, readable or not. May hold personal data.' },
  },
});
