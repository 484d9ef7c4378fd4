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

const contentType = 'application/cloudevents+json';
const namespace = 'BookWorm.Contracts.';

/** CloudEvents 1.0, structured JSON, with the type names and extensions of the facts (sections 3.2 and 3.3). */
export const cloudEvents: Codec = { format: 'cloudevents', encode, decode };

function encode(event: OutgoingEvent): BrokerMessage {
  const cloudEvent = {
    specversion: '1.0',
    id: event.messageId,
    source: `urn:bookworm:${event.from.toLowerCase()}`,
    type: `${namespace}${event.name}`,
    time: dotNetTime(event.sentAt),
    datacontenttype: 'application/json',
    conversationid: event.conversationId,
    traceparent: `00-${event.traceId}-${newSpanId()}-01`,
    data: payloadOf(event),
  };
  const body = Buffer.from(stringify(cloudEvent) ?? '');
  return { messageId: event.messageId, contentType, headers: {}, body };
}

function decode(message: BrokerMessage, exchange: string): IncomingCommand | Unreadable {
  const event = parse(message.body);
  if (!isRecord(event)) return { unreadable: `no JSON object came through ${exchange}` };
  const { type, data } = event;
  const name = commandNamed(
    textOrNull(type)?.startsWith(namespace) === true ? String(type).slice(namespace.length) : '',
  );
  if (name === undefined || !isRecord(data))
    return { unreadable: `no command of ours came through ${exchange}: ${String(type)}` };
  return {
    name,
    messageId: textOrNull(event['id']) ?? '',
    conversationId: textOrNull(event['conversationid']),
    initiatorId: textOrNull(event['initiatorid']),
    traceparent: textOrNull(event['traceparent']),
    // Two CloudEvents are the same if source and id are: a cause may be named by both.
    causationId: textOrNull(event['causationid'])?.split(' ').at(-1) ?? null,
    data,
    faults: [...attributeFaults(name, event, message, exchange), ...payloadFaults(name, data)],
  };
}

function parse(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8')) as unknown;
  } catch {
    return null;
  }
}

function attributeFaults(
  name: CommandName,
  event: Readonly<Record<string, unknown>>,
  message: BrokerMessage,
  exchange: string,
): readonly string[] {
  const { specversion, id, source, time, datacontenttype } = event;
  const oddNames = Object.keys(event).filter((attribute) => !/^[a-z0-9]{1,20}$/.test(attribute));
  return [
    ...(message.contentType?.split(';')[0]?.trim() === contentType
      ? []
      : [`content type is ${String(message.contentType)}`]),
    ...(exchange === exchangeOf(name) ? [] : [`came through ${exchange}`]),
    ...(specversion === '1.0' ? [] : ['specversion is not 1.0']),
    ...(isUuid(id) ? [] : ['id is no UUID']),
    ...(textOrNull(source) ? [] : ['source is empty']),
    ...(isUtcTime(time) ? [] : ['time is no UTC time']),
    ...(datacontenttype === 'application/json' ? [] : [`datacontenttype is ${String(datacontenttype)}`]),
    ...oddNames.map((attribute) => `${attribute} is no name of a CloudEvents attribute`),
  ];
}
