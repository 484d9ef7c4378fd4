import { Currency } from '../../kernel/currency.js';
import { BasketId, MessageId, OrderId } from '../../kernel/ids.js';
import type { OutgoingCommandType } from '../../order/outgoing-command.js';
import type { Announcement } from '../../payment/announcement.js';
import type { EncodedCommand, MessageFormat } from '../codec.js';
import { createAnnouncer, createEncoder } from '../encode-command.js';
import { serviceVersion } from '../host.js';
import type { IntegrationEventContract } from '../integration-events.js';
import { baseUrn, dottedTypeOf, exchangeOf, urnOf } from '../topology.js';
import type { Node } from './reference.js';

const orderId = '0198c5a0-1f00-7a00-8a00-000000000001';
const basketId = '0198c5a0-1f00-7b00-8b00-000000000002';
const eventId = '0198c5a0-1f00-7c00-8c00-000000000003';
const commandId = '0198c5a0-1f00-7d00-8d00-000000000004';
const conversationId = '0198c5a0-1f00-7e00-8e00-000000000005';
const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
const time = '2026-05-06T10:20:30.123Z';
const customer = { fullName: 'Ada Example', email: 'ada@example.org' };

function event({ schema }: IntegrationEventContract): Node {
  const all: Node = { orderId, basketId, ...customer, totalMoney: '42.50', id: eventId, creationDate: time };
  return Object.fromEntries(Object.entries(all).filter(([field]) => field in schema.shape));
}

export const eventInMassTransit = (contract: IntegrationEventContract): Node => ({
  headers: { [`MT-Activity-Id`]: traceparent },
  payload: {
    messageId: eventId,
    conversationId,
    sourceAddress: `rabbitmq://localhost/${contract.publisher.toLowerCase()}`,
    destinationAddress: `rabbitmq://localhost/${exchangeOf(contract.name)}`,
    messageType: [urnOf(contract.name), baseUrn],
    message: event(contract),
    sentTime: time,
    headers: { 'MT-Activity-Id': traceparent },
  },
});

const attributesOf = ({ name, publisher }: IntegrationEventContract) => ({
  specversion: '1.0',
  id: eventId,
  source: `urn:bookworm:${publisher.toLowerCase()}`,
  type: dottedTypeOf(name),
  time,
});

export const eventInCloudEvent = (contract: IntegrationEventContract): Node => ({
  payload: { ...attributesOf(contract), conversationid: conversationId, traceparent, data: event(contract) },
});

export const eventInBinaryCloudEvent = (contract: IntegrationEventContract): Node => ({
  headers: Object.fromEntries(
    Object.entries(attributesOf(contract)).map(([name, value]) => [`cloudEvents:${name}`, value]),
  ),
  payload: event(contract),
});

const cause = { messageId: MessageId(eventId), conversationId, traceparent, actor: 'urn:bookworm:ordering' };
const sent = { messageId: MessageId(commandId), orderId: OrderId(orderId), sentAt: new Date(time) };
const total = { minor: 4250n, currency: Currency('USD') };

export function command(type: OutgoingCommandType, format: MessageFormat): Node {
  const details = { ...customer, basketId: BasketId(basketId), total };
  const encode = createEncoder({ format, defaultCurrency: total.currency });
  return written(encode({ body: { type, details }, cause }, sent));
}

export function paymentEvent(type: Announcement['type'], format: MessageFormat): Node {
  const body: Announcement =
    type === 'PaymentDeclined' ? { type, amount: total, code: 'lost_or_stolen' } : { type, amount: total };
  return written(createAnnouncer({ format })({ body, cause }, sent));
}

/** What our own encoder writes, but from a machine that is the same wherever the document is made. */
function written({ headers, body }: EncodedCommand): Node {
  const payload = JSON.parse(body) as Node;
  return { headers, payload: 'host' in payload ? { ...payload, host: exampleHost } : payload };
}

const exampleHost = {
  machineName: 'finance-1',
  processName: 'order-finance',
  processId: 1,
  assembly: 'order-finance',
  assemblyVersion: serviceVersion,
  frameworkVersion: '20.19.0',
  massTransitVersion: '8.5.8',
  operatingSystemVersion: 'Linux 6.1',
};
