import { stringify } from 'lossless-json';
import type { BrokerMessage } from '../../src/broker/broker.js';
import type { CommandName } from './fate.js';
import {
  commandNamed,
  dotNetTime,
  isRecord,
  isUtcTime,
  isUuid,
  payloadFaults,
  payloadOf,
  textOrNull,
} from './payload.js';
import { newSpanId } from './random.js';
import { type Codec, exchangeOf, type IncomingCommand, type OutgoingEvent, type Unreadable } from './wire.js';

const contentType = 'application/vnd.masstransit+json';
const baseUrn = 'urn:message:BookWorm.Chassis.EventBus:IntegrationEvent';
const urnOf = (name: string): string => `urn:message:${exchangeOf(name as CommandName)}`;
const commandUrn = /^urn:message:BookWorm\.Contracts:(\w+)$/;

/** Facts, section 3.1: every member is there, null where it's empty. */
const members = [
  'messageId',
  'requestId',
  'correlationId',
  'conversationId',
  'initiatorId',
  'sourceAddress',
  'destinationAddress',
  'responseAddress',
  'faultAddress',
  'messageType',
  'message',
  'expirationTime',
  'sentTime',
  'headers',
  'host',
];
const hostMembers = [
  'machineName',
  'processName',
  'assembly',
  'frameworkVersion',
  'massTransitVersion',
  'operatingSystemVersion',
];

/** MassTransit 8's JSON envelope, written from the facts (section 3.1) and from nothing of the service's own code. */
export const massTransit: Codec = { format: 'masstransit', encode, decode };

function encode(event: OutgoingEvent): BrokerMessage {
  const service = `BookWorm.${event.from}`;
  const envelope = {
    messageId: event.messageId,
    requestId: null,
    correlationId: null,
    conversationId: event.conversationId,
    initiatorId: null,
    sourceAddress: `rabbitmq://localhost/${service.replace('.', '')}_bus_demo?temporary=true`,
    destinationAddress: `rabbitmq://localhost/${exchangeOf(event.name)}`,
    responseAddress: null,
    faultAddress: null,
    messageType: [urnOf(event.name), baseUrn],
    message: payloadOf(event),
    expirationTime: null,
    sentTime: dotNetTime(event.sentAt),
    headers: { 'MT-Activity-Id': `00-${event.traceId}-${newSpanId()}-01` },
    host: {
      machineName: 'demo',
      processName: service,
      processId: process.pid,
      assembly: service,
      assemblyVersion: '1.0.0.0',
      frameworkVersion: '10.0.0',
      massTransitVersion: '8.5.8.0',
      operatingSystemVersion: 'Unix 6.1.0',
    },
  };
  const body = Buffer.from(stringify(envelope, null, 2) ?? '');
  return { messageId: event.messageId, contentType, headers: {}, body };
}

function decode(message: BrokerMessage, exchange: string): IncomingCommand | Unreadable {
  const envelope = parse(message.body);
  if (!isRecord(envelope)) return { unreadable: `no JSON object came through ${exchange}` };
  const urns: readonly unknown[] = Array.isArray(envelope['messageType']) ? envelope['messageType'] : [];
  const name = commandNamed(commandUrn.exec(String(urns[0]))?.[1] ?? '');
  const { message: data } = envelope;
  if (name === undefined || !isRecord(data))
    return { unreadable: `no command of ours came through ${exchange}: ${String(urns[0])}` };
  const headers = isRecord(envelope['headers']) ? envelope['headers'] : {};
  return {
    name,
    messageId: textOrNull(envelope['messageId']) ?? '',
    conversationId: textOrNull(envelope['conversationId']),
    initiatorId: textOrNull(envelope['initiatorId']),
    traceparent: textOrNull(headers['MT-Activity-Id']),
    causationId: textOrNull(headers['causation-id']),
    data,
    faults: [
      ...envelopeFaults(envelope, message),
      ...typeFaults(name, urns, envelope, exchange),
      ...payloadFaults(name, data),
    ],
  };
}

function parse(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8')) as unknown;
  } catch {
    return null;
  }
}

function typeFaults(
  name: CommandName,
  urns: readonly unknown[],
  envelope: Readonly<Record<string, unknown>>,
  exchange: string,
) {
  const destination = String(envelope['destinationAddress']);
  return [
    ...(urns.length === 2 && urns[1] === baseUrn
      ? []
      : [`messageType must be the command and the base type, is ${urns.join(' ')}`]),
    ...(exchange === exchangeOf(name) ? [] : [`came through ${exchange}`]),
    ...(destination.endsWith(`/${exchangeOf(name)}`) ? [] : [`destinationAddress is ${destination}`]),
  ];
}

function envelopeFaults(envelope: Readonly<Record<string, unknown>>, message: BrokerMessage): readonly string[] {
  const { messageId, conversationId, sourceAddress, sentTime, headers, host } = envelope;
  const hosted = isRecord(host)
    ? hostMembers.filter((member) => typeof host[member] === 'string' && host[member] !== '')
    : [];
  return [
    ...(message.contentType === contentType ? [] : [`content type is ${String(message.contentType)}`]),
    ...members.filter((member) => !(member in envelope)).map((member) => `the envelope has no ${member}`),
    ...(isUuid(messageId) ? [] : ['messageId is no UUID']),
    ...(message.messageId === messageId ? [] : ["the transport's message id is not the envelope's"]),
    ...(isUuid(conversationId) ? [] : ['conversationId is no UUID']),
    ...(textOrNull(sourceAddress)?.includes('://') === true ? [] : ['sourceAddress is no address']),
    ...(isUtcTime(sentTime) ? [] : ['sentTime is no UTC time']),
    ...(isRecord(headers) ? [] : ['headers is no object']),
    ...(hosted.length === hostMembers.length ? [] : ['host is incomplete']),
  ];
}
