import { describe, expect, it } from '@jest/globals';
import type { RawMessage } from '../../src/contracts/codec.js';
import { checkout, enveloped, envelope, json, massTransit, message, untold } from './neighbours-messages.js';
import { eventOf, faultOf } from './reading.js';

type Row = readonly [title: string, raw: RawMessage, detail: string];

const usual = envelope('UserCheckedOutIntegrationEvent');
const type = 'UserCheckedOutIntegrationEvent';

describe('a body that is refused as too large', () => {
  const padded = (length: number) => massTransit(usual + ' '.repeat(length - Buffer.byteLength(usual)));

  it('has more than 1 MiB, and not a byte less', () => {
    expect(faultOf(padded(1024 * 1024 + 1))).toEqual({
      reason: 'TooLarge',
      detail: 'The body must be at most 1048576 bytes long.',
      type: null,
    });
    expect(faultOf(massTransit(Buffer.alloc(5_000_000)))).toMatchObject({ reason: 'TooLarge' });
    expect(eventOf(padded(1024 * 1024)).type).toBe(type);
  });
});

describe('a body that is refused as malformed', () => {
  const rows: readonly Row[] = [
    ['is empty', massTransit(''), 'The body must be valid JSON.'],
    ['breaks off', massTransit(usual.slice(0, -1)), 'The body must be valid JSON.'],
    ['goes on', massTransit(`${usual}]`), 'The body must be valid JSON.'],
    ['is text', massTransit('ada@example.org'), 'The body must be valid JSON.'],
    ['is no UTF-8', massTransit(Buffer.from(usual.replace('Ada', 'Åda'), 'latin1')), 'The body must be valid UTF-8.'],
    ['is UTF-16', massTransit(Buffer.from(`\uFEFF${usual}`, 'utf16le')), 'The body must be valid UTF-8.'],
    ['is null', massTransit('null'), 'The body must be a JSON object.'],
    ['is an array', massTransit(`[${usual}]`), 'The body must be a JSON object.'],
    ['is a string', massTransit('"x"'), 'The body must be a JSON object.'],
    ['is no envelope', json(message), 'The body must be a MassTransit envelope or a CloudEvents event.'],
    ['is nothing known', untold('{}'), 'The body must be a MassTransit envelope or a CloudEvents event.'],
    [
      'is of another content type',
      { ...json(usual), contentType: 'application/vnd.masstransit+bson' },
      'The content type must be application/vnd.masstransit+json, application/cloudevents+json or application/json.',
    ],
    [
      'is so deeply nested that its number cannot be read again',
      massTransit(
        envelope(
          type,
          message
            .replace('"99.99"', '99.99')
            .replace('{', `{"x": "\\u0041", "y": ${'['.repeat(200_000)}${']'.repeat(200_000)},`),
        ),
      ),
      'The body must not be nested thousands of levels deep.',
    ],
  ];

  it.each(rows)('%s', (_title, raw, detail) => {
    expect(faultOf(raw)).toMatchObject({ reason: 'MalformedBody', detail });
  });

  it('is not one that is merely nested deeply in a field that nobody reads', () => {
    const deep = `{"y": ${'['.repeat(200_000)}${']'.repeat(200_000)},`;
    expect(eventOf(massTransit(envelope(type, message.replace('{', deep)))).type).toBe(type);
  });
});

describe('a message that is refused for its type', () => {
  it.each([
    ['a command', ['urn:message:BookWorm.Contracts:PlaceOrderCommand'], 'BookWorm.Contracts:PlaceOrderCommand'],
    [
      'an event of the same name elsewhere',
      ['urn:message:Other.Contracts:UserCheckedOutIntegrationEvent'],
      'Other.Contracts:UserCheckedOutIntegrationEvent',
    ],
    [
      'a fault',
      ['urn:message:MassTransit:Fault[[BookWorm.Contracts:PlaceOrderCommand]]'],
      'MassTransit:Fault[[BookWorm.Contracts:PlaceOrderCommand]]',
    ],
    [
      "the predecessor's own timer",
      ['urn:message:BookWorm.Contracts:PlaceOrderTimeoutIntegrationEvent'],
      'BookWorm.Contracts:PlaceOrderTimeoutIntegrationEvent',
    ],
    ['none at all', [], null],
    ['null', null, null],
    ['nothing', undefined, null],
    ['an object', [{}], null],
    ["a name of an object's own", ['constructor', '__proto__'], 'constructor'],
    ['what could be anything', ['Ada Lovelace <ada@example.org>'], null],
    ['something endless', ['x'.repeat(256)], null],
  ])('has %s', (_title, messageType, named) => {
    expect(faultOf(enveloped({ messageType }))).toEqual({
      reason: 'UnknownType',
      detail: 'The message type is none that this service consumes.',
      type: named,
    });
  });
});

describe('a message that is refused for want of an id', () => {
  it.each([
    ['null', null],
    ['missing', undefined],
    ['blank', '  '],
    ['empty', '00000000-0000-0000-0000-000000000000'],
  ])('has one that is %s, and none on the transport', (_title, messageId) => {
    const fault = { reason: 'MissingMessageId', detail: 'messageId is required: it tells a repeated message.', type };
    expect(faultOf(enveloped({ messageId }))).toEqual(fault);
    expect(faultOf({ ...enveloped({ messageId }), messageId: ' ' })).toEqual(fault);
  });
});

describe('a message that is refused for a field', () => {
  const unclean = 'must contain neither NUL characters nor unpaired surrogates.';
  const uncontrolled = 'must contain neither control characters nor unpaired surrogates.';
  const rows: readonly Row[] = [
    ['has no order', checkout({ orderId: undefined }), 'orderId is required.'],
    ['has null for its order', checkout({ orderId: null }), 'orderId is required.'],
    ['has an order that is no UUID', checkout({ orderId: '42' }), 'orderId must be a UUID.'],
    [
      'has an order that is nearly a UUID',
      checkout({ orderId: '0198c5a0-1f00-7a00-8a00-00000000000g' }),
      'orderId must be a UUID.',
    ],
    [
      'has an order in braces',
      checkout({ orderId: '{0198c5a0-1f00-7a00-8a00-00000000000a}' }),
      'orderId must be a UUID.',
    ],
    [
      'has an order with a line after it',
      checkout({ orderId: '0198c5a0-1f00-7a00-8a00-00000000000a\n' }),
      'orderId must be a UUID.',
    ],
    ['has a number for its order', checkout({ orderId: 42 }), 'orderId must be a UUID.'],
    [
      'has the empty order',
      checkout({ orderId: '00000000-0000-0000-0000-000000000000' }),
      'orderId must not be the empty UUID.',
    ],
    ['has a basket that is no UUID', checkout({ basketId: 'basket' }), 'basketId must be a UUID.'],
    ['has a blank basket', checkout({ basketId: '' }), 'basketId must be a UUID.'],
    [
      'has a name that is too long',
      checkout({ fullName: 'x'.repeat(101) }),
      'fullName must be at most 100 characters long.',
    ],
    [
      'has an address that is too long',
      checkout({ email: 'x'.repeat(256) }),
      'email must be at most 255 characters long.',
    ],
    ['has a number for a name', checkout({ fullName: 7 }), 'fullName must be a string or null.'],
    ['has an object for an address', checkout({ email: {} }), 'email must be a string or null.'],
    ['has a NUL in the name', checkout({ fullName: 'Ada\0Lovelace' }), `fullName ${unclean}`],
    ['has a NUL in the address', checkout({ email: '\0' }), `email ${unclean}`],
    ['has half a pair in the name', checkout({ fullName: 'Ada \uD83D' }), `fullName ${unclean}`],
    ['has the other half in the address', checkout({ email: '\uDC69@example.org' }), `email ${unclean}`],
    ['has a negative total', checkout({ totalMoney: '-0.01' }), 'totalMoney must not be negative.'],
    ['has a negative number for a total', checkout({ totalMoney: -5 }), 'totalMoney must not be negative.'],
    ['has a word for a total', checkout({ totalMoney: 'ten' }), 'totalMoney must be a decimal number.'],
    ['has NaN for a total', checkout({ totalMoney: 'NaN' }), 'totalMoney must be a decimal number.'],
    ['has thousands in a total', checkout({ totalMoney: '1,000.00' }), 'totalMoney must be a decimal number.'],
    ['has a blank total', checkout({ totalMoney: ' ' }), 'totalMoney must be a decimal number.'],
    ['has a NUL in the total', checkout({ totalMoney: '1\0' }), 'totalMoney must be a decimal number.'],
    [
      'has a boolean for a total',
      checkout({ totalMoney: true }),
      'totalMoney must be a decimal number or a string that holds one.',
    ],
    [
      'has a digit too many',
      checkout({ totalMoney: '42.505' }),
      'totalMoney must not have more digits than its currency has.',
    ],
    [
      'has a digit too many for its currency',
      checkout({ totalMoney: '42.5', currency: 'JPY' }),
      'totalMoney must not have more digits than its currency has.',
    ],
    ['has a total beyond all bounds', checkout({ totalMoney: '1e300' }), 'totalMoney is too large.'],
    ['has a total that no double can hold', massTransit(usual.replace('"99.99"', '1e400')), 'totalMoney is too large.'],
    [
      'has a digit too many, far behind those that a double keeps',
      massTransit(usual.replace('"99.99"', '42.500000000000000000001')),
      'totalMoney must not have more digits than its currency has.',
    ],
    ['has a currency that is none', checkout({ currency: 'XYZ' }), 'currency must be an ISO 4217 code.'],
    ['has a number for a currency', checkout({ currency: 840 }), 'currency must be an ISO 4217 code.'],
    ['has no message', enveloped({ message: undefined }), 'message must be a JSON object.'],
    ['has a message in a string', enveloped({ message }), 'message must be a JSON object.'],
    ['has an array for a message', enveloped({ message: [] }), 'message must be a JSON object.'],
    ['has an id that is a number', enveloped({ messageId: 7 }), 'messageId must be a string.'],
    ['has an endless id', enveloped({ messageId: 'x'.repeat(513) }), 'messageId must be at most 512 characters long.'],
    ['has a NUL in its id', enveloped({ messageId: 'a\0b' }), `messageId ${uncontrolled}`],
    ['has a line break in its id', enveloped({ messageId: 'a\nb' }), `messageId ${uncontrolled}`],
    ['has half a pair in its id', enveloped({ messageId: 'a\uD83D' }), `messageId ${uncontrolled}`],
    [
      "has a NUL in the transport's id",
      { ...enveloped({ messageId: null }), messageId: 'a\0b' },
      `messageId ${uncontrolled}`,
    ],
    ['has a NUL in its conversation', enveloped({ conversationId: '\0x' }), `conversationId ${uncontrolled}`],
    [
      'has an endless conversation',
      enveloped({ conversationId: 'x'.repeat(256) }),
      'conversationId must be at most 255 characters long.',
    ],
    ['has a NUL in its sender', enveloped({ sourceAddress: 'rabbitmq://\0' }), `sourceAddress ${uncontrolled}`],
    ['has an object for its sender', enveloped({ sourceAddress: {} }), 'sourceAddress must be a string.'],
  ];

  it.each(rows)('%s', (_title, raw, detail) => {
    expect(faultOf(raw)).toEqual({ reason: 'InvalidField', detail, type });
  });

  it('is not one whose unused fields are nonsense', () => {
    expect(eventOf(checkout({ id: 7, creationDate: '\0', note: '\uD83D' })).type).toBe(type);
    expect(eventOf(enveloped({ host: 7, headers: 'x', sentTime: {} })).type).toBe(type);
  });
});
