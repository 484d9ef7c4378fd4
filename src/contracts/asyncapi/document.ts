import { stringify } from 'yaml';
import { serviceVersion } from '../host.js';
import { massTransitMedia } from '../media.js';
import { channels } from './channels.js';
import { messages } from './messages.js';
import { operations } from './operations.js';
import type { Node } from './reference.js';
import { schemas } from './schemas.js';

const description = `Consumes the integration events of Ordering and Basket, keeps one saga per order, and publishes commands
to Basket, Ordering and Notification. With payments on, it tells of each movement of money by an event of its own.

**Formats.** Every message has a MassTransit form and a CloudEvents 1.0 form. On input both are read, told apart by the
content type; commands are written in the one that \`MESSAGE_FORMAT\` names (default: MassTransit). Property names are read in
any case, and fields that no schema names are let through. Bodies of more than 1 MiB are refused.

**Delivery.** At least once, in order per order. A repeated message has the id of the first: \`messageId\`, or \`source\` and
\`id\` together. Every command of an order is confirmed by the broker before the order's next one is sent.

**Amounts.** Decimal strings with all digits of their currency, and that currency beside them. Never floating point.

**Personal data.** \`fullName\` and \`email\` are the customer's, in events, in commands and in dead letters. Nothing else is.

**What can't be processed** is kept in the dead-letter table with its reason, and copied to \`finance-order-state-machine_error\`
or \`finance-order-state-machine_skipped\`.
`;

const tags = [
  { name: 'events', description: 'Integration events of the neighbours.' },
  { name: 'commands', description: 'Commands to the neighbours.' },
  { name: 'payments', description: 'Integration events of our own, published with payments on only.' },
];

/** The AsyncAPI 3.0 description of the wire, made from the schemas that the codec works by. */
export const asyncApiDocument = (): Node => ({
  asyncapi: '3.0.0',
  id: 'urn:bookworm:finance',
  info: {
    title: 'Order finance',
    version: serviceVersion,
    description,
    license: { name: 'UNLICENSED' },
    tags,
  },
  defaultContentType: massTransitMedia,
  servers: {
    rabbitmq: {
      host: 'localhost:5672',
      protocol: 'amqp',
      protocolVersion: '0.9.1',
      title: 'RabbitMQ',
      description: 'The broker that the MassTransit neighbours use. Set by BROKER_URL.',
    },
    embedded: {
      host: 'localhost:5432',
      protocol: 'postgres',
      title: 'Embedded broker',
      description:
        "Two tables of the service's own database, read in order; the default when BROKER_URL is not set. " +
        'Exchanges and queues have the same names, messages the same bytes and headers.',
      'x-tables': { messages: 'broker_messages', bindings: 'broker_bindings' },
    },
  },
  channels: channels(),
  operations: operations(),
  components: { schemas: schemas(), messages: messages() },
});

/** The same as the text of asyncapi.yaml. */
export const asyncApiYaml = (): string =>
  `# Generated from src/contracts: npm run documents\n${stringify(asyncApiDocument(), { lineWidth: 120, aliasDuplicateObjects: false })}`;
