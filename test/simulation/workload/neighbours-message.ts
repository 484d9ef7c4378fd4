import type { BrokerMessage } from '../../../src/broker/broker.js';
import { integrationEvents } from '../../../src/contracts/integration-events.js';
import { exchangeOf } from '../../../src/contracts/topology.js';
import type { IntegrationInput } from '../../../src/order/input.js';
import type { Chance } from '../engine/chance.js';

/** What a neighbour says of an order; what it leaves out it doesn't know. */
export type Said = {
  readonly basketId: string | null;
  readonly fullName: string | null;
  readonly email: string | null;
  readonly totalMoney: string | null;
};

/** One message of a neighbour, however often it sends it. */
export type Sent = {
  readonly orderId: string;
  readonly input: IntegrationInput['type'];
  readonly said: Said;
  readonly paymentMethod: string | null;
  /** The name under which the inbox knows it. */
  readonly key: string;
  readonly conversationId: string;
  readonly exchange: string;
  readonly message: BrokerMessage;
};

const namesOf = new Map(integrationEvents.map(({ input, name, schema }) => [input, { name, fields: schema.shape }]));

const source = 'urn:bookworm:ordering';

/** By hand, in either envelope: not by the encoder that is under test. */
export function writeMessage(
  chance: Chance,
  orderId: string,
  input: IntegrationInput['type'],
  { paymentMethod, ...everything }: Said & { readonly paymentMethod: string | null },
): Sent {
  const contract = namesOf.get(input);
  if (contract === undefined) throw new Error(`Nobody sends ${input}`);
  const { name, fields } = contract;
  const said: Said = {
    basketId: everything.basketId,
    fullName: 'fullName' in fields ? everything.fullName : null,
    email: 'email' in fields ? everything.email : null,
    totalMoney: everything.totalMoney,
  };
  const [messageId, conversationId] = [chance.uuid(), chance.uuid()];
  const method = paymentMethod === null ? {} : { paymentMethod };
  const payload = { orderId, ...said, ...method, id: messageId };
  const isCloudEvent = chance.happens(0.3);
  const envelope = isCloudEvent
    ? {
        specversion: '1.0',
        id: messageId,
        source,
        type: `BookWorm.Contracts.${name}`,
        conversationid: conversationId,
        data: payload,
      }
    : {
        messageId,
        conversationId,
        sourceAddress: 'rabbitmq://rabbit/ordering',
        messageType: [`urn:message:BookWorm.Contracts:${name}`],
        message: payload,
      };
  return {
    orderId,
    input,
    said,
    paymentMethod,
    key: isCloudEvent ? `${source} ${messageId}` : messageId,
    conversationId,
    exchange: exchangeOf(name),
    message: {
      messageId,
      contentType: isCloudEvent ? 'application/cloudevents+json' : 'application/vnd.masstransit+json',
      headers: {},
      body: Buffer.from(JSON.stringify(envelope)),
    },
  };
}

/** Bytes that are no event of ours, one way or another. */
export function writeNonsense(chance: Chance): BrokerMessage {
  const messageId = chance.uuid();
  const bodies = [
    '{"messageId":',
    JSON.stringify({ messageId, messageType: ['urn:message:BookWorm.Contracts:Unheard'], message: {} }),
    JSON.stringify({ specversion: '1.0', id: messageId, source, type: 'BookWorm.Contracts.UserCheckedOut' }),
    JSON.stringify({
      messageId,
      messageType: ['urn:message:BookWorm.Contracts:UserCheckedOutIntegrationEvent'],
      message: { orderId: 'no id' },
    }),
    '\u0000\u0001',
  ];
  return { messageId, contentType: null, headers: {}, body: Buffer.from(chance.pick(bodies)) };
}
