import type { EncodedCommand } from '../../src/contracts/codec.js';

/** A command as a neighbour reads it. */
export type Received = { readonly type: string; readonly message: Readonly<Record<string, unknown>> };

type Fields = Readonly<Record<string, unknown>>;

class Rejected extends Error {}

function demand(rule: string, holds: boolean): void {
  if (!holds) throw new Rejected(rule);
}

const guid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const dotNetDate = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,7})?Z$/;
const loneSurrogate = /\p{Surrogate}/u;

const isGuid = (value: unknown): boolean => typeof value === 'string' && guid.test(value);
const isTextOrNull = (value: unknown): boolean => value === null || typeof value === 'string';
const isAddressOrNull = (value: unknown): boolean =>
  value === null || (typeof value === 'string' && URL.canParse(value));
const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The C# record's fields: a Guid and a decimal can't be null, System.Text.Json throws at a lone surrogate. */
function demandContract(message: Fields): void {
  for (const name of ['orderId', 'basketId', 'id'])
    if (name in message) demand(`${name} is a Guid`, isGuid(message[name]));
  for (const name of ['fullName', 'email'])
    if (name in message) demand(`${name} is text or null`, isTextOrNull(message[name]));
  demand(
    'decimals are strings',
    typeof message['totalMoney'] === 'string' && /^\d+(\.\d+)?$/.test(message['totalMoney']),
  );
  demand('a decimal has 28 digits at most', String(message['totalMoney']).length <= 29);
  demand(
    'creationDate is a date',
    typeof message['creationDate'] === 'string' && dotNetDate.test(message['creationDate']),
  );
  demand(
    'no lone surrogates',
    !loneSurrogate.test(JSON.stringify(message)) && !/\\ud[89a-f]/i.test(JSON.stringify(message)),
  );
}

/** Reads as MassTransit 8's System.Text.Json deserializer does, and rejects what would make it throw. */
export function readAsMassTransit({ contentType, body, headers }: EncodedCommand): Received {
  demand('the content type is MassTransit JSON', contentType === 'application/vnd.masstransit+json');
  const envelope = JSON.parse(body) as Fields;
  for (const id of ['messageId', 'requestId', 'correlationId', 'conversationId', 'initiatorId'])
    demand(`${id} is a Guid or null`, envelope[id] === null || isGuid(envelope[id]));
  for (const address of ['sourceAddress', 'destinationAddress', 'responseAddress', 'faultAddress'])
    demand(`${address} is a URI or null`, isAddressOrNull(envelope[address]));
  const { messageType, message, sentTime, expirationTime, host, headers: inside } = envelope;
  demand(
    'messageType is a list of texts',
    Array.isArray(messageType) && messageType.every((urn) => typeof urn === 'string'),
  );
  demand('sentTime is a date', typeof sentTime === 'string' && dotNetDate.test(sentTime));
  demand('expirationTime is null', expirationTime === null);
  demand('headers are a dictionary', isFields(inside));
  demandHost(host);
  demand(
    'transport headers are texts',
    Object.values(headers).every((value) => typeof value === 'string'),
  );
  if (!isFields(message)) throw new Rejected('message is an object');
  demandContract(message);
  return { type: (messageType as readonly string[])[0] ?? '', message };
}

function demandHost(host: unknown): void {
  if (!isFields(host)) throw new Rejected('host is an object');
  const { processId, ...texts } = host;
  demand('processId is an int', Number.isInteger(processId) && Math.abs(processId as number) < 2 ** 31);
  demand('the rest of host is text', Object.values(texts).every(isTextOrNull));
}

/** Reads as the CloudEvents SDKs do in strict mode: attribute names, no nulls, no control characters, RFC 3339 times. */
export function readAsCloudEvents({ contentType, body }: EncodedCommand): Received {
  demand('the content type is CloudEvents JSON', contentType === 'application/cloudevents+json');
  const { data, ...attributes } = JSON.parse(body) as Fields;
  for (const [name, value] of Object.entries(attributes)) {
    demand(`${name} is an attribute name`, /^[a-z0-9]{1,20}$/.test(name));
    demand(`${name} is a text`, typeof value === 'string' && value !== '');
    demand(`${name} has no control characters`, !/[\p{Cc}\p{Surrogate}]/u.test(String(value)));
  }
  const { specversion, id, source, type, time, datacontenttype } = attributes;
  demand('specversion is 1.0', specversion === '1.0');
  demand('id is there', typeof id === 'string');
  demand('source is a URI reference', typeof source === 'string' && /^[!#$&-;=?-Z_a-z~%]+$/.test(source));
  demand('time is RFC 3339', typeof time === 'string' && !Number.isNaN(Date.parse(time)) && dotNetDate.test(time));
  demand('the data are JSON', datacontenttype === 'application/json');
  if (!isFields(data)) throw new Rejected('data is an object');
  demandContract(data);
  return { type: String(type), message: data };
}
