import { describe, expect, it } from '@jest/globals';
import { cloudEvents } from '../../demo/neighbours/cloudevents.js';
import { massTransit } from '../../demo/neighbours/masstransit.js';
import { uuidV7 } from '../../demo/neighbours/random.js';
import type { Codec } from '../../demo/neighbours/wire.js';

const exchange = 'BookWorm.Contracts:DeleteBasketCompleteCommand';
const messageId = uuidV7();
type Json = Record<string, unknown>;

const message: Json = {
  orderId: uuidV7(),
  totalMoney: '42.50',
  id: uuidV7(),
  creationDate: '2026-05-06T10:20:30.1234567Z',
};

const envelope: Json = {
  messageId,
  requestId: null,
  correlationId: null,
  conversationId: uuidV7(),
  initiatorId: message['orderId'],
  sourceAddress: 'rabbitmq://localhost/finance-order-state-machine',
  destinationAddress: `rabbitmq://localhost/${exchange}`,
  responseAddress: null,
  faultAddress: null,
  messageType: [`urn:message:${exchange}`, 'urn:message:BookWorm.Chassis.EventBus:IntegrationEvent'],
  message,
  expirationTime: null,
  sentTime: '2026-05-06T10:20:30.123Z',
  headers: {},
  host: {
    machineName: 'm',
    processName: 'p',
    processId: 1,
    assembly: 'a',
    assemblyVersion: '1',
    frameworkVersion: '1',
    massTransitVersion: '8',
    operatingSystemVersion: 'o',
  },
};

const cloudEvent: Json = {
  specversion: '1.0',
  id: messageId,
  source: 'urn:bookworm:finance',
  type: 'BookWorm.Contracts.DeleteBasketCompleteCommand',
  time: '2026-05-06T10:20:30Z',
  datacontenttype: 'application/json',
  conversationid: uuidV7(),
  data: message,
};

function faultsOf(
  codec: Codec,
  body: Json,
  { contentType, through = exchange, id = messageId }: { contentType: string; through?: string; id?: string },
) {
  const command = codec.decode(
    { messageId: id, contentType, headers: {}, body: Buffer.from(JSON.stringify(body)) },
    through,
  );
  return 'unreadable' in command ? [command.unreadable] : command.faults;
}

const without = (body: Json, name: string): Json =>
  Object.fromEntries(Object.entries(body).filter(([key]) => key !== name));
const masstransit = { contentType: 'application/vnd.masstransit+json' };
const structured = { contentType: 'application/cloudevents+json' };

describe('what the neighbours demand of a command in MassTransit form', () => {
  it('is content with a complete envelope', () => {
    expect(faultsOf(massTransit, envelope, masstransit)).toEqual([]);
  });

  it.each([
    ['a member that is missing', without(envelope, 'faultAddress'), 'no faultAddress'],
    ['a type without its base type', { ...envelope, messageType: [`urn:message:${exchange}`] }, 'base type'],
    ['another destination', { ...envelope, destinationAddress: 'rabbitmq://localhost/other' }, 'destinationAddress'],
    ['no conversation', { ...envelope, conversationId: null }, 'conversationId'],
    ['a host that says nothing', { ...envelope, host: {} }, 'host is incomplete'],
    ['a total as a number', { ...envelope, message: { ...message, totalMoney: 42.5 } }, 'totalMoney'],
    [
      'names in PascalCase',
      { ...envelope, message: { ...without(message, 'orderId'), OrderId: message['orderId'] } },
      'orderId',
    ],
    ['a field of another contract', { ...envelope, message: { ...message, basketId: uuidV7() } }, 'basketId'],
    ['an id that is no UUID', { ...envelope, messageId: 'm1' }, 'messageId is no UUID'],
    ['a time without its zone', { ...envelope, sentTime: '2026-05-06T10:20:30' }, 'sentTime'],
    ['a type of somebody else', { ...envelope, messageType: ['urn:message:Other:Thing'] }, 'no command of ours'],
  ])('complains of %s', (_what, body, fault) => {
    expect(faultsOf(massTransit, body, masstransit).join()).toContain(fault);
  });

  it.each([
    ['another content type', { contentType: 'application/json' }, 'content type'],
    ['another exchange', { ...masstransit, through: 'BookWorm.Contracts:PlaceOrderCommand' }, 'came through'],
    ["an id beside the transport's", { ...masstransit, id: uuidV7() }, "transport's message id"],
  ])('complains of %s', (_what, way, fault) => {
    expect(faultsOf(massTransit, envelope, way).join()).toContain(fault);
  });
});

describe('what the neighbours demand of a command as a CloudEvent', () => {
  it('is content with a structured event', () => {
    expect(faultsOf(cloudEvents, cloudEvent, structured)).toEqual([]);
  });

  it.each([
    ['another version', { ...cloudEvent, specversion: '0.3' }, 'specversion'],
    ['no source', { ...cloudEvent, source: '' }, 'source'],
    ['an attribute in camelCase', { ...cloudEvent, conversationId: 'x' }, 'conversationId'],
    ['another media type of the data', { ...cloudEvent, datacontenttype: 'text/plain' }, 'datacontenttype'],
    ['a total as a number', { ...cloudEvent, data: { ...message, totalMoney: 42.5 } }, 'totalMoney'],
    ['a type outside the namespace', { ...cloudEvent, type: 'DeleteBasketCompleteCommand' }, 'no command of ours'],
  ])('complains of %s', (_what, body, fault) => {
    expect(faultsOf(cloudEvents, body, structured).join()).toContain(fault);
  });

  it('complains of a MassTransit envelope', () => {
    expect(faultsOf(cloudEvents, envelope, masstransit).join()).toContain('no command of ours');
  });
});
