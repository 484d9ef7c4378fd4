import type { RawMessage } from '../../src/contracts/codec.js';

/** Envelopes as the neighbours write them: by hand from MassTransit 8's and CloudEvents' own formats, not by our encoder. */
export const orderId = '0198c5a0-1f00-7a00-8a00-00000000000a';
export const basketId = '0198c5a0-1f00-7b00-8b00-00000000000b';
export const messageId = '0198c5a0-1f00-7c00-8c00-00000000000c';
export const conversationId = '0198c5a0-1f00-7d00-8d00-00000000000d';
export const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';

export const message = `{
    "orderId": "${orderId}",
    "basketId": "${basketId}",
    "fullName": "Ada Lovelace",
    "email": "ada@example.org",
    "totalMoney": "99.99",
    "id": "0198c5a0-1f00-7e00-8e00-00000000000e",
    "creationDate": "2026-05-06T10:20:30.1234567Z"
  }`;

/** System.Text.Json, indented, nulls written, decimals as strings. */
export const envelope = (type: string, body: string = message): string => `{
  "messageId": "${messageId}",
  "requestId": null,
  "correlationId": null,
  "conversationId": "${conversationId}",
  "initiatorId": null,
  "sourceAddress": "rabbitmq://rabbit/ORDERING_BookWormOrdering_bus_kzwyyyf8ueobgfmybdqkp1yrem?temporary=true",
  "destinationAddress": "rabbitmq://rabbit/BookWorm.Contracts:${type}",
  "responseAddress": null,
  "faultAddress": null,
  "messageType": [
    "urn:message:BookWorm.Contracts:${type}",
    "urn:message:BookWorm.Chassis.EventBus:IntegrationEvent"
  ],
  "message": ${body},
  "expirationTime": null,
  "sentTime": "2026-05-06T10:20:30.1299123Z",
  "headers": {
    "MT-Activity-Id": "${traceparent}",
    "MT-Activity-Correlation-Context": ""
  },
  "host": {
    "machineName": "ORDERING",
    "processName": "BookWorm.Ordering",
    "processId": 4711,
    "assembly": "BookWorm.Ordering",
    "assemblyVersion": "1.0.0.0",
    "frameworkVersion": "9.0.6",
    "massTransitVersion": "8.5.8.0",
    "operatingSystemVersion": "Unix 6.8.0.1"
  }
}`;

/** Wolverine, compact, decimals as numbers, nulls written. */
export const cloudEvent = (type: string, data: string = message): string =>
  `{"topic":"BookWorm.Contracts.${type}","tenantid":null,"traceid":"0af7651916cd43dd8448eb211c80319c","tracestate":null,` +
  `"data":${data},"id":"${messageId}","specversion":"1.0","datacontenttype":"application/json; charset=utf-8",` +
  `"source":"urn:bookworm:ordering","type":"BookWorm.Contracts.${type}","time":"2026-05-06T10:20:30.1234567+00:00",` +
  `"traceparent":"${traceparent}","conversationid":"${conversationId}"}`;

const transport = (contentType: string | null, body: string | Buffer): RawMessage => ({
  messageId: null,
  contentType,
  headers: {},
  body: Buffer.from(body),
});

export const massTransit = (body: string | Buffer): RawMessage => transport('application/vnd.masstransit+json', body);
export const cloudEvents = (body: string | Buffer): RawMessage => transport('application/cloudevents+json', body);
export const json = (body: string | Buffer): RawMessage => transport('application/json', body);
export const untold = (body: string | Buffer): RawMessage => transport(null, body);

/** The usual message with some of its fields said otherwise, or not at all. */
export const checkout = (changes: Readonly<Record<string, unknown>>): RawMessage => {
  const usual = JSON.parse(message) as Record<string, unknown>;
  return massTransit(envelope('UserCheckedOutIntegrationEvent', JSON.stringify({ ...usual, ...changes })));
};

/** The usual envelope with some of its fields said otherwise, or not at all. */
export const enveloped = (changes: Readonly<Record<string, unknown>>): RawMessage => {
  const usual = JSON.parse(envelope('UserCheckedOutIntegrationEvent')) as Record<string, unknown>;
  return massTransit(JSON.stringify({ ...usual, ...changes }));
};

/** The same of the usual CloudEvents event. */
export const cloudEventWith = (changes: Readonly<Record<string, unknown>>): RawMessage => {
  const usual = JSON.parse(cloudEvent('UserCheckedOutIntegrationEvent')) as Record<string, unknown>;
  return cloudEvents(JSON.stringify({ ...usual, ...changes }));
};
