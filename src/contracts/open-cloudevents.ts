import type { RawMessage } from './codec.js';
import { longestId, readCause, type Envelope } from './envelope.js';
import { fieldNames, pickFields, type Fields } from './pick-fields.js';
import { accept, refuse, type Read } from './read.js';
import { readJson, type Json } from './read-json.js';
import { readText } from './transport-text.js';

const attributeNames = fieldNames(
  'specversion id source type datacontenttype conversationid traceparent data data_base64'.split(' '),
);
const headerNames = fieldNames(['traceparent']);

// AMQP's binding writes cloudEvents: or, where a colon won't do, cloudEvents_; Kafka's ce_ and HTTP's ce-.
const attributeHeader = /^(?:cloudevents[:_]|ce[-_])([a-z0-9]+)$/i;

/** The CloudEvents attributes among a message's headers (binary mode); null where there are none. */
export function attributesIn(headers: RawMessage['headers']): Fields | null {
  const found = Object.entries(headers).flatMap(([header, value]): [string, unknown][] => {
    const name = attributeHeader.exec(header)?.[1];
    return name === undefined ? [] : [[name, value]];
  });
  return found.length === 0 ? null : Object.fromEntries(found);
}

/** Opens a CloudEvents 1.0 event of which the body is all (structured mode). */
export function openStructuredCloudEvent({ fields, text }: Json, raw: RawMessage): Read<Envelope> {
  const attributes = pickFields(fields, attributeNames);
  const { data, data_base64: encoded } = attributes;
  if (data !== undefined || typeof encoded !== 'string')
    return accept(cloudEvent(attributes, raw, { body: data, text, path: ['data'] }));
  const inner = readJson(Buffer.from(encoded, 'base64'));
  if (!inner.ok) return refuse(inner.fault.reason, 'data_base64 must hold a JSON object in UTF-8.');
  return accept(cloudEvent(attributes, raw, { body: inner.value.fields, text: inner.value.text, path: [] }));
}

/** Opens a CloudEvents 1.0 event whose attributes are headers, and whose data is the body (binary mode). */
export function openBinaryCloudEvent(headers: Fields, { fields, text }: Json, raw: RawMessage): Envelope {
  return cloudEvent(pickFields(headers, attributeNames), raw, { body: fields, text, path: [] });
}

function cloudEvent(attributes: Fields, raw: RawMessage, data: Pick<Envelope, 'body' | 'text' | 'path'>): Envelope {
  return {
    ...data,
    types: [attributes.type],
    readCause: () =>
      attributes.specversion === '1.0'
        ? readCause({
            messageId: readKey(attributes.source, attributes.id),
            missingId: 'source and id are required',
            conversationId: { name: 'conversationid', value: attributes.conversationid },
            traceparents: [attributes.traceparent, pickFields(raw.headers, headerNames).traceparent],
            actor: { name: 'source', value: attributes.source },
          })
        : refuse('InvalidField', 'specversion must be 1.0.'),
  };
}

/** CloudEvents 1.0, 3.1: source and id together are unique. A source is a URI reference, so it holds no space. */
function readKey(source: unknown, id: unknown): Read<string | null> {
  const from = readText('source', source, longestId);
  if (!from.ok) return from;
  const own = readText('id', id, longestId);
  if (!own.ok) return own;
  if (from.value === null || own.value === null) return accept(null);
  if (/\s/.test(from.value)) return refuse('InvalidField', 'source must be a URI reference.');
  return readText('source and id', `${from.value} ${own.value}`, longestId);
}
