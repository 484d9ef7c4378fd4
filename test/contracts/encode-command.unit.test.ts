import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { createEncoder } from '../../src/contracts/encode-command.js';
import type { MessageFormat } from '../../src/contracts/codec.js';
import { Currency } from '../../src/kernel/currency.js';
import { BasketId, MessageId, OrderId } from '../../src/kernel/ids.js';
import type { Cause } from '../../src/order/cause.js';
import type { OutgoingCommand, OutgoingCommandType } from '../../src/order/outgoing-command.js';
import { basketId, conversationId, orderId, traceparent } from './neighbours-messages.js';

const cause: Cause = {
  messageId: MessageId('0198c5a0-1f00-7c00-8c00-00000000000c'),
  conversationId,
  traceparent,
  actor: 'x',
};
const commandId = '0198c5a0-1f00-7f00-8f00-00000000000f';
const sent = {
  messageId: MessageId(commandId),
  orderId: OrderId(orderId),
  sentAt: new Date('2026-05-06T10:20:30.120Z'),
};
const details: OutgoingCommand['details'] = {
  fullName: 'Ada "Å" Lovelace',
  email: 'ada@example.org',
  basketId: BasketId(basketId),
  total: { minor: 123456789012345678n, currency: Currency('USD') },
};

const encode = (
  format: MessageFormat,
  type: OutgoingCommandType,
  { of = details, because = cause }: { readonly of?: OutgoingCommand['details']; readonly because?: Cause } = {},
) => createEncoder({ format, defaultCurrency: Currency('EUR') })({ body: { type, details: of }, cause: because }, sent);

const base = { id: commandId, creationDate: '2026-05-06T10:20:30.120Z' };
const money = { totalMoney: '1234567890123456.78', currency: 'USD' };
const contact = { fullName: 'Ada "Å" Lovelace', email: 'ada@example.org' };

const contracts: readonly (readonly [OutgoingCommandType, string, object])[] = [
  ['PlaceOrder', 'PlaceOrderCommand', { basketId, ...contact, orderId, ...money, ...base }],
  ['DeleteBasketComplete', 'DeleteBasketCompleteCommand', { orderId, ...money, ...base }],
  ['DeleteBasketFailed', 'DeleteBasketFailedCommand', { basketId, email: contact.email, orderId, ...money, ...base }],
  ['CompleteOrder', 'CompleteOrderCommand', { orderId, ...contact, ...money, ...base }],
  ['CancelOrder', 'CancelOrderCommand', { orderId, ...contact, ...money, ...base }],
];

const bodyOf = (encoded: { readonly body: string }) => JSON.parse(encoded.body) as Record<string, unknown>;

describe('a command in MassTransit format', () => {
  it('is the whole envelope, as a MassTransit saga would have sent it', () => {
    const encoded = encode('masstransit', 'PlaceOrder');
    const { host, ...envelope } = bodyOf(encoded);
    expect({ ...encoded, body: null }).toEqual({
      type: 'PlaceOrderCommand',
      destination: 'BookWorm.Contracts:PlaceOrderCommand',
      contentType: 'application/vnd.masstransit+json',
      headers: { 'MT-Activity-Id': traceparent, traceparent, 'causation-id': cause.messageId },
      body: null,
    });
    expect(envelope).toEqual({
      messageId: commandId,
      requestId: null,
      correlationId: null,
      conversationId,
      initiatorId: orderId,
      sourceAddress: 'rabbitmq://localhost/finance-order-state-machine',
      destinationAddress: 'rabbitmq://localhost/BookWorm.Contracts:PlaceOrderCommand',
      responseAddress: null,
      faultAddress: null,
      messageType: [
        'urn:message:BookWorm.Contracts:PlaceOrderCommand',
        'urn:message:BookWorm.Chassis.EventBus:IntegrationEvent',
      ],
      message: contracts[0]?.[2],
      expirationTime: null,
      sentTime: '2026-05-06T10:20:30.120Z',
      headers: { 'MT-Activity-Id': traceparent, 'causation-id': cause.messageId },
    });
    expect(Object.keys(host as object)).toEqual([
      'machineName',
      'processName',
      'processId',
      'assembly',
      'assemblyVersion',
      'frameworkVersion',
      'massTransitVersion',
      'operatingSystemVersion',
    ]);
  });

  it("names the service's version as package.json does", () => {
    const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { readonly version: string };
    expect(bodyOf(encode('masstransit', 'PlaceOrder'))['host']).toMatchObject({ assemblyVersion: version });
  });

  it.each(contracts)('of the type %s is a %s with its fields in the order of the contract', (type, name, message) => {
    const encoded = encode('masstransit', type);
    expect(encoded).toMatchObject({ type: name, destination: `BookWorm.Contracts:${name}` });
    expect(JSON.stringify(bodyOf(encoded)['message'])).toBe(JSON.stringify(message));
    expect(bodyOf(encoded)['messageType']).toEqual([
      `urn:message:BookWorm.Contracts:${name}`,
      'urn:message:BookWorm.Chassis.EventBus:IntegrationEvent',
    ]);
  });

  it.each([
    ['no conversation', null],
    ['a conversation that MassTransit could not read', 'conversation 7'],
  ])("is of the order's own conversation where the cause has %s", (_title, other) => {
    const encoded = encode('masstransit', 'CancelOrder', { because: { ...cause, conversationId: other } });
    expect(bodyOf(encoded)['conversationId']).toBe(orderId);
  });

  it('has no trace headers where the cause has no trace', () => {
    const encoded = encode('masstransit', 'CancelOrder', { because: { ...cause, traceparent: null } });
    expect(encoded.headers).toEqual({ 'causation-id': cause.messageId });
    expect(bodyOf(encoded)['headers']).toEqual({ 'causation-id': cause.messageId });
  });
});

describe('a command in CloudEvents format', () => {
  it('is a structured event with the order as its subject, correlation and partition', () => {
    const encoded = encode('cloudevents', 'PlaceOrder');
    expect({ ...encoded, body: bodyOf(encoded) }).toEqual({
      type: 'PlaceOrderCommand',
      destination: 'BookWorm.Contracts:PlaceOrderCommand',
      contentType: 'application/cloudevents+json',
      headers: { traceparent, 'causation-id': cause.messageId },
      body: {
        specversion: '1.0',
        id: commandId,
        source: 'urn:bookworm:finance',
        type: 'BookWorm.Contracts.PlaceOrderCommand',
        subject: orderId,
        time: '2026-05-06T10:20:30.120Z',
        datacontenttype: 'application/json',
        correlationid: orderId,
        conversationid: conversationId,
        initiatorid: orderId,
        causationid: cause.messageId,
        traceparent,
        partitionkey: orderId,
        data: contracts[0]?.[2],
      },
    });
  });

  it.each(contracts)('of the type %s is a %s with its fields in the order of the contract', (type, name, message) => {
    const body = bodyOf(encode('cloudevents', type));
    expect(body['type']).toBe(`BookWorm.Contracts.${name}`);
    expect(JSON.stringify(body['data'])).toBe(JSON.stringify(message));
  });

  it('leaves out what it does not know, but never the conversation', () => {
    const body = bodyOf(
      encode('cloudevents', 'CancelOrder', { because: { ...cause, traceparent: null, conversationId: null } }),
    );
    expect(body).not.toHaveProperty('traceparent');
    expect(body['conversationid']).toBe(orderId);
  });
});

describe.each<MessageFormat>(['masstransit', 'cloudevents'])('a command in %s format', (format) => {
  const messageOf = (of: OutgoingCommand['details']): unknown => {
    const body = bodyOf(encode(format, 'PlaceOrder', { of }));
    return body['message'] ?? body['data'];
  };

  it('is the same bytes for the same arguments', () => {
    expect(encode(format, 'PlaceOrder')).toEqual(encode(format, 'PlaceOrder'));
  });

  it('says null for an unknown contact and the empty UUID for an unknown basket', () => {
    expect(messageOf({ ...details, fullName: null, email: null, basketId: null })).toMatchObject({
      fullName: null,
      email: null,
      basketId: '00000000-0000-0000-0000-000000000000',
    });
  });

  it.each([
    ['USD', 0n, '0.00'],
    ['USD', 5n, '0.05'],
    ['JPY', 1200n, '1200'],
    ['KWD', 1250n, '1.250'],
  ])('writes an amount in %s of %s minor units as %s', (currency, minor, totalMoney) => {
    const total = { minor, currency: Currency(currency) };
    expect(messageOf({ ...details, total })).toMatchObject({ totalMoney, currency });
  });
});
