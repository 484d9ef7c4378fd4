import { randomUUID } from 'node:crypto';
import type { BrokerMessage } from '../../src/broker/broker.js';

/** What a neighbour says, before it's put in an envelope. */
export type Said = {
  readonly type: string;
  readonly messageId: string;
  readonly conversationId: string;
  readonly payload: Readonly<Record<string, unknown>>;
};

const trace = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';

export type WriteEnvelope = (said: Said) => BrokerMessage;

/** By hand, as MassTransit 8 writes it: not by the encoder that is under test. */
export const massTransit: WriteEnvelope = ({ type, messageId, conversationId, payload }) => ({
  messageId,
  contentType: 'application/vnd.masstransit+json',
  headers: { 'MT-Activity-Id': trace },
  body: Buffer.from(
    JSON.stringify({
      messageId,
      requestId: null,
      correlationId: null,
      conversationId,
      initiatorId: null,
      sourceAddress: 'rabbitmq://rabbit/ORDERING_BookWormOrdering_bus_kzwyyyf8ueobgfmybdqkp1yrem?temporary=true',
      destinationAddress: `rabbitmq://rabbit/BookWorm.Contracts:${type}`,
      responseAddress: null,
      faultAddress: null,
      messageType: [`urn:message:BookWorm.Contracts:${type}`, 'urn:message:BookWorm.Chassis.EventBus:IntegrationEvent'],
      message: { ...payload, id: randomUUID(), creationDate: '2026-05-06T10:20:30.1234567Z' },
      expirationTime: null,
      sentTime: '2026-05-06T10:20:30.1299123Z',
      headers: {},
      host: {
        machineName: 'ORDERING',
        processName: 'BookWorm.Ordering',
        processId: 4711,
        assembly: 'BookWorm.Ordering',
        assemblyVersion: '1.0.0.0',
        frameworkVersion: '9.0.6',
        massTransitVersion: '8.5.8.0',
        operatingSystemVersion: 'Unix 6.8.0.1',
      },
    }),
  ),
});

/** By hand, CloudEvents 1.0 in structured mode, as Wolverine's look. */
export const cloudEvents: WriteEnvelope = ({ type, messageId, conversationId, payload }) => ({
  messageId,
  contentType: 'application/cloudevents+json; charset=utf-8',
  headers: {},
  body: Buffer.from(
    JSON.stringify({
      specversion: '1.0',
      id: messageId,
      source: 'urn:bookworm:ordering',
      type: `BookWorm.Contracts.${type}`,
      time: '2026-05-06T10:20:30.1234567+00:00',
      datacontenttype: 'application/json; charset=utf-8',
      conversationid: conversationId,
      traceparent: trace,
      data: { ...payload, id: randomUUID(), creationDate: '2026-05-06T10:20:30.1234567Z' },
    }),
  ),
});

type Envelope = Readonly<Record<string, unknown>> & {
  readonly message?: Readonly<Record<string, unknown>>;
  readonly data?: Readonly<Record<string, unknown>>;
};

/** What ties a message to others, whichever envelope it's in. */
export type Thread = {
  /** How a message that it causes names it. */
  readonly key: string;
  readonly cause: string | undefined;
  readonly orderId: unknown;
  readonly conversation: unknown;
  readonly initiator: unknown;
  readonly trace: unknown;
};

export function threadOf({ headers, body }: BrokerMessage): Thread {
  const envelope = JSON.parse(body.toString()) as Envelope;
  const { message, data, source, id, messageId } = envelope;
  return {
    key: message === undefined ? `${String(source)} ${String(id)}` : String(messageId),
    cause: headers['causation-id'],
    orderId: (message ?? data)?.orderId,
    conversation: envelope.conversationId ?? envelope.conversationid,
    initiator: envelope.initiatorId ?? envelope.initiatorid,
    trace: envelope.traceparent ?? headers.traceparent ?? headers['MT-Activity-Id'],
  };
}
