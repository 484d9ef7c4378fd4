import { commands } from '../commands.js';
import { integrationEvents } from '../integration-events.js';
import { paymentEvents } from '../payment-events.js';
import { baseExchange, errorQueue, exchangeOf, financeQueue, skippedQueue } from '../topology.js';
import { deadLetter } from './messages.js';
import { messageName, reference, type MessageForm, type Node } from './reference.js';

const eventForms: readonly MessageForm[] = ['MassTransit', 'CloudEvents', 'CloudEventsBinary'];
const sentForms: readonly MessageForm[] = ['MassTransit', 'CloudEvents'];

const messageReferences = (name: string, forms: readonly MessageForm[]): Node =>
  Object.fromEntries(
    forms.map((form) => [messageName(name, form), reference('components', 'messages', messageName(name, form))]),
  );

const bindingVersion = '0.3.0';

const fanout = (name: string): Node => ({
  amqp: {
    is: 'routingKey',
    exchange: { name, type: 'fanout', durable: true, autoDelete: false, vhost: '/' },
    bindingVersion,
  },
});

const queue = (name: string, extension: Node = {}): Node => ({
  amqp: {
    is: 'queue',
    queue: { name, durable: true, exclusive: false, autoDelete: false, vhost: '/' },
    ...extension,
    bindingVersion,
  },
});

const endpointArguments: Node = {
  'x-queue-arguments': { 'x-queue-type': 'quorum', 'x-single-active-consumer': true, 'x-delivery-limit': -1 },
};

const deadLetters = (name: string, summary: string): Node => ({
  address: name,
  summary,
  messages: { [deadLetter]: reference('components', 'messages', deadLetter) },
  bindings: queue(name),
});

/** One channel per exchange, named for its message, and one per queue that is ours. */
export const channels = (): Node => ({
  ...Object.fromEntries(
    integrationEvents.map(({ name, publisher }) => [
      name,
      {
        address: exchangeOf(name),
        summary: `Published by ${publisher}; bound to the queue ${financeQueue}.`,
        messages: messageReferences(name, eventForms),
        bindings: fanout(exchangeOf(name)),
      },
    ]),
  ),
  ...Object.fromEntries(
    Object.values(commands).map(({ name, consumers }) => [
      name,
      {
        address: exchangeOf(name),
        summary: `Consumed by ${consumers.join(' and ')}; bound to the exchange ${baseExchange} too.`,
        messages: messageReferences(name, sentForms),
        bindings: fanout(exchangeOf(name)),
      },
    ]),
  ),
  ...Object.fromEntries(
    Object.values(paymentEvents).map(({ name }) => [
      name,
      {
        address: exchangeOf(name),
        summary: `For whoever wants to know of payments, with payments on; bound to the exchange ${baseExchange} too.`,
        messages: messageReferences(name, sentForms),
        bindings: fanout(exchangeOf(name)),
      },
    ]),
  ),
  endpoint: {
    address: financeQueue,
    summary: 'Our endpoint: a quorum queue with one active consumer, so that the events of an order stay in order.',
    messages: Object.assign({}, ...integrationEvents.map(({ name }) => messageReferences(name, eventForms))) as Node,
    bindings: queue(financeQueue, endpointArguments),
  },
  errors: deadLetters(errorQueue, "Copies of messages that can't be read or whose handling failed."),
  skipped: deadLetters(skippedQueue, 'Copies of messages of a type that this service does not consume.'),
});
