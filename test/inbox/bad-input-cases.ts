import { randomUUID } from 'node:crypto';
import type { BrokerMessage } from '../../src/broker/broker.js';
import { massTransit } from '../service/envelopes.js';
import { Neighbours, type Payload } from '../service/neighbours.js';

export const checkout = 'UserCheckedOutIntegrationEvent';

/** What must never be read outside the table and the copies: in every bad message, and in nothing else. */
export const personal = { fullName: 'Zebedee Quillfeather', email: 'zebedee.quillfeather@example.test' };
export const personalPattern = /zebedee|quillfeather/i;

/** A message that nobody can read, and what is to be said about it. */
export type BadInput = {
  readonly title: string;
  readonly message: BrokerMessage;
  readonly reason: string;
  readonly detail: string;
  readonly type: string | null;
  /** What is kept of its body; all of it, if left out. */
  readonly kept?: Buffer;
};

type Alter = (message: BrokerMessage) => BrokerMessage;

const withText =
  (alter: (text: string) => string): Alter =>
  (message) => ({ ...message, body: Buffer.from(alter(message.body.toString())) });

/** A checkout that is right but for what the case changes about it. */
function written(payload: Payload, alter: Alter = (message) => message, type = checkout): BrokerMessage {
  const messageId = randomUUID();
  const said = { type, messageId, conversationId: randomUUID() };
  return alter(massTransit({ ...said, payload: Neighbours.order({ ...personal, ...payload }) }));
}

const field = (title: string, payload: Payload, detail: string): BadInput => ({
  title,
  message: written(payload),
  reason: 'InvalidField',
  detail,
  type: checkout,
});

const body = (title: string, alter: Alter, detail: string): BadInput => ({
  title,
  message: written({}, alter),
  reason: 'MalformedBody',
  detail,
  type: null,
});

const withoutId: Alter = (message) => {
  const altered = withText((text) => text.replace(/"messageId":"[^"]*"/, '"messageId":null'))(message);
  return { ...altered, messageId: null };
};

const withHeaders =
  (headers: BrokerMessage['headers']): Alter =>
  (message) => ({ ...message, headers, body: message.body.subarray(0, -1) });

const badJson = 'The body must be valid JSON.';
const inScale = 'totalMoney must not have more digits than its currency has.';

/** The number of Visa's test card. */
function withCard(): BadInput {
  const one = field(
    'a card number',
    { paymentMethod: '4242 4242 4242 4242' },
    'paymentMethod must be a token of the gateway, never a card number. The card number was masked in what is kept.',
  );
  return {
    ...one,
    kept: Buffer.from(one.message.body.toString().replace('4242 4242 4242 4242', '4242 42** **** 4242')),
  };
}

/** Anew at each call, so that no two services get the same message. */
export function badInputs(): readonly BadInput[] {
  return [
    body('a body that breaks off', (message) => ({ ...message, body: message.body.subarray(0, -1) }), badJson),
    body('an empty body', (message) => ({ ...message, body: Buffer.alloc(0) }), badJson),
    body(
      'a body of plain text',
      withText((text) => `${personal.email} ${text.slice(0, 40)}`),
      badJson,
    ),
    body(
      'a body that is no UTF-8',
      (message) => ({ ...message, body: Buffer.from(message.body.toString().replace('Zebedee', 'Zebédée'), 'latin1') }),
      'The body must be valid UTF-8.',
    ),
    body(
      'a body of bytes',
      (message) => ({ ...message, body: Buffer.from([0, 255, 0, 254, 128]) }),
      'The body must be valid UTF-8.',
    ),
    body(
      'a content type that nobody speaks',
      (message) => ({ ...message, contentType: 'application/xml' }),
      'The content type must be application/vnd.masstransit+json, application/cloudevents+json or application/json.',
    ),
    {
      title: 'a body of 5 MB',
      message: written({ note: 'x'.repeat(5_000_000) }),
      reason: 'TooLarge',
      detail: 'The body must be at most 1048576 bytes long.',
      type: null,
    },
    {
      title: 'a type that is not consumed here',
      message: written({}, undefined, 'BookReturnedIntegrationEvent'),
      reason: 'UnknownType',
      detail: 'The message type is none that this service consumes.',
      type: 'BookWorm.Contracts:BookReturnedIntegrationEvent',
    },
    {
      title: 'no message id',
      message: written({}, withoutId),
      reason: 'MissingMessageId',
      detail: 'messageId is required: it tells a repeated message.',
      type: checkout,
    },
    field('no order', { orderId: undefined }, 'orderId is required.'),
    field('an order that is no UUID', { orderId: '4711' }, 'orderId must be a UUID.'),
    field('the empty GUID', { orderId: '00000000-0000-0000-0000-000000000000' }, 'orderId must not be the empty UUID.'),
    withCard(),
    field('a negative total', { totalMoney: '-42.50' }, 'totalMoney must not be negative.'),
    field('a total that is no number', { totalMoney: 'a lot' }, 'totalMoney must be a decimal number.'),
    field('a total with a tenth of a cent', { totalMoney: '42.505' }, inScale),
    field('such a total as a JSON number', { totalMoney: 42.505 }, inScale),
    field(
      'a name of 101 characters',
      { fullName: 'Zebedee'.padEnd(101, 'x') },
      'fullName must be at most 100 characters long.',
    ),
    field(
      'an address of 256 characters',
      { email: 'zebedee@'.padEnd(256, 'x') },
      'email must be at most 255 characters long.',
    ),
    field(
      'a NUL in the name',
      { fullName: 'Zebedee\0Quillfeather' },
      'fullName must contain neither NUL characters nor unpaired surrogates.',
    ),
    body(
      'weird headers',
      withHeaders({
        '': 'no name',
        toString: 'x',
        constructor: 'x',
        nul: 'a\0b',
        'line\r\nbreak': 'a\r\nb',
        emoji: '👩🏽‍🚀',
        long: 'x'.repeat(20_000),
        'MT-Reason': 'somebody else’s',
        'MT-Activity-Id': 'not a trace',
      }),
      badJson,
    ),
    body(
      'more headers than anybody needs',
      withHeaders(Object.fromEntries(Array.from({ length: 500 }, (_, n) => [`h${String(n)}`, String(n)]))),
      badJson,
    ),
  ];
}
