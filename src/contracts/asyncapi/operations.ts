import { commands } from '../commands.js';
import { integrationEvents } from '../integration-events.js';
import { paymentEvents } from '../payment-events.js';
import { reference, type Node } from './reference.js';

const bindingVersion = '0.3.0';

const send = (channel: string, title: string, summary: string, mandatory = true): Node => ({
  action: 'send',
  channel: reference('channels', channel),
  title,
  summary,
  bindings: { amqp: { deliveryMode: 2, mandatory, bindingVersion } },
});

/** What this service does: five events received, five commands and its payments' events sent, and what can't be processed put aside. */
export const operations = (): Node => ({
  ...Object.fromEntries(
    integrationEvents.map(({ name, schema }) => [
      `receive${name}`,
      {
        action: 'receive',
        channel: reference('channels', name),
        title: `Receive ${name}`,
        summary: schema.description,
        description: 'Acknowledged after the commit. A repeated message changes nothing.',
        bindings: { amqp: { ack: true, bindingVersion } },
      },
    ]),
  ),
  ...Object.fromEntries(
    Object.values(commands).map(({ name, schema }) => [
      `send${name}`,
      send(name, `Send ${name}`, schema.description ?? name),
    ]),
  ),
  ...Object.fromEntries(
    Object.values(paymentEvents).map(({ name, schema }) => [
      `send${name}`,
      // Nobody has to listen.
      send(name, `Send ${name}`, schema.description ?? name, false),
    ]),
  ),
  sendError: send('errors', 'Put a failed message aside', 'The dead-letter table has it too, and counts.'),
  sendSkipped: send(
    'skipped',
    'Put a message of an unknown type aside',
    'The dead-letter table has it too, and counts.',
  ),
});
