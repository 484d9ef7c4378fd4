import { describe, expect, it } from '@jest/globals';
import { Currency } from '../../src/kernel/currency.js';
import type { RawMessage } from '../../src/contracts/codec.js';
import {
  basketId,
  cloudEvent,
  cloudEvents,
  cloudEventWith,
  conversationId,
  json,
  message,
  messageId,
  orderId,
  traceparent,
  untold,
} from './neighbours-messages.js';
import { claimOf, eventOf, faultOf } from './reading.js';

const expected = {
  orderId,
  type: 'UserCheckedOutIntegrationEvent',
  input: {
    body: {
      type: 'UserCheckedOut',
      claim: {
        fullName: 'Ada Lovelace',
        email: 'ada@example.org',
        basketId,
        total: { minor: 9999n, currency: Currency('USD') },
      },
    },
    cause: {
      messageId: `urn:bookworm:ordering ${messageId}`,
      conversationId,
      traceparent,
      actor: 'urn:bookworm:ordering',
    },
  },
};

describe('a CloudEvents event in structured mode', () => {
  it('comes to the order, the input and its cause', () => {
    expect(eventOf(cloudEvents(cloudEvent('UserCheckedOutIntegrationEvent')))).toEqual(expected);
  });

  it('is known by its looks where the content type says JSON or nothing', () => {
    expect(eventOf(json(cloudEvent('UserCheckedOutIntegrationEvent')))).toEqual(expected);
    expect(eventOf(untold(cloudEvent('UserCheckedOutIntegrationEvent')))).toEqual(expected);
  });

  it.each([
    ['UserCheckedOutIntegrationEvent', 'UserCheckedOut'],
    ['BasketDeletedCompleteIntegrationEvent', 'BasketDeleted'],
    ['BasketDeletedFailedIntegrationEvent', 'BasketDeletedFailed'],
    ['OrderStatusChangedToCompleteIntegrationEvent', 'OrderCompleted'],
    ['OrderStatusChangedToCancelIntegrationEvent', 'OrderCancelled'],
  ])('of the type BookWorm.Contracts.%s is the input %s', (type, input) => {
    expect(eventOf(cloudEvents(cloudEvent(type))).input.body.type).toBe(input);
  });

  it('keeps every digit of a total that is a JSON number', () => {
    const data = message.replace('"99.99"', '1234567890123456.78');
    const raw = cloudEvents(cloudEvent('UserCheckedOutIntegrationEvent', data));
    expect(claimOf(raw).total).toEqual({ minor: 123456789012345678n, currency: 'USD' });
  });

  it('may spell every name in any case', () => {
    const data = message
      .replace('"orderId"', '"OrderId"')
      .replace('"99.99"', '99.99')
      .replace('"totalMoney"', '"TotalMoney"');
    const body = cloudEvent('UserCheckedOutIntegrationEvent', data)
      .replace('"data"', '"Data"')
      .replace('"source"', '"Source"');
    expect(eventOf(cloudEvents(body))).toEqual(expected);
  });

  it('may carry its data in base64', () => {
    const data = message.replace('"99.99"', '1234567890123456.78');
    const raw = cloudEventWith({ data: undefined, data_base64: Buffer.from(data).toString('base64') });
    expect(claimOf(raw).total).toEqual({ minor: 123456789012345678n, currency: 'USD' });
  });

  it('has no conversation and no trace where it names none', () => {
    const { cause } = eventOf(cloudEventWith({ conversationid: undefined, traceparent: 'broken' })).input;
    expect(cause).toMatchObject({ conversationId: null, traceparent: null });
  });

  it.each([
    ['no id', { id: undefined }, 'MissingMessageId', 'source and id are required: it tells a repeated message.'],
    [
      'no source',
      { source: undefined },
      'MissingMessageId',
      'source and id are required: it tells a repeated message.',
    ],
    ['a source with a space', { source: 'urn:a b' }, 'InvalidField', 'source must be a URI reference.'],
    ['an id that is a number', { id: 7 }, 'InvalidField', 'id must be a string.'],
    [
      'an id and a source that are too long together',
      { id: 'i'.repeat(300), source: 's'.repeat(300) },
      'InvalidField',
      'source and id must be at most 512 characters long.',
    ],
    ['another version', { specversion: '0.3' }, 'InvalidField', 'specversion must be 1.0.'],
    ['no version', { specversion: undefined }, 'InvalidField', 'specversion must be 1.0.'],
    ['no data', { data: undefined }, 'InvalidField', 'data must be a JSON object.'],
    ['data that is text', { data: message }, 'InvalidField', 'data must be a JSON object.'],
    [
      'base64 that is none',
      { data: undefined, data_base64: '%%%%' },
      'MalformedBody',
      'data_base64 must hold a JSON object in UTF-8.',
    ],
  ])('is refused with %s', (_title, changes, reason, detail) => {
    expect(faultOf(cloudEventWith(changes))).toMatchObject({ reason, detail });
  });

  it('tells two sources with the same id apart', () => {
    const keyOf = (source: string, id: string) => eventOf(cloudEventWith({ source, id })).input.cause.messageId;
    expect(keyOf('urn:a', '1')).not.toBe(keyOf('urn:b', '1'));
    expect(keyOf('urn:a', 'b c')).not.toBe(keyOf('urn:a#b', 'c'));
  });
});

describe('a CloudEvents event in binary mode', () => {
  const attributes = {
    specversion: '1.0',
    id: messageId,
    source: 'urn:bookworm:ordering',
    type: 'BookWorm.Contracts.UserCheckedOutIntegrationEvent',
    conversationid: conversationId,
    traceparent,
  };

  const binary = (prefix: string, changes: Readonly<Record<string, string>> = {}): RawMessage => {
    const named = Object.entries({ ...attributes, ...changes }).map(([name, value]) => [`${prefix}${name}`, value]);
    return { ...json(message), headers: Object.fromEntries(named) as Record<string, string> };
  };

  it.each(['ce-', 'ce_', 'CE-', 'cloudEvents:', 'cloudEvents_', 'cloudevents:'])(
    'has its attributes in headers %s*',
    (prefix) => {
      expect(eventOf(binary(prefix))).toEqual(expected);
    },
  );

  it('needs no content type', () => {
    expect(eventOf({ ...binary('cloudEvents:'), contentType: null })).toEqual(expected);
  });

  it('keeps every digit of a total that is a JSON number', () => {
    const raw = { ...binary('ce-'), body: Buffer.from(message.replace('"99.99"', '1e2')) };
    expect(claimOf(raw).total).toEqual({ minor: 10000n, currency: 'USD' });
  });

  it("finds the trace among the transport's headers too", () => {
    const raw = binary('ce-', { traceparent: '' });
    expect(eventOf({ ...raw, headers: { ...raw.headers, traceparent } }).input.cause.traceparent).toBe(traceparent);
  });

  it.each([
    ['another type', { type: 'com.example.Other' }, 'UnknownType', 'com.example.Other'],
    ['another version', { specversion: '0.3' }, 'InvalidField', 'UserCheckedOutIntegrationEvent'],
    ['no id', { id: '' }, 'MissingMessageId', 'UserCheckedOutIntegrationEvent'],
  ])('is refused with %s', (_title, changes, reason, type) => {
    expect(faultOf(binary('ce-', changes))).toMatchObject({ reason, type });
  });
});
