import type { Currency } from '../kernel/currency.js';
import type { CodecSettings, Decoded, DecodeMessage, RawMessage } from './codec.js';
import type { Envelope } from './envelope.js';
import { integrationEvents, type IntegrationEventContract } from './integration-events.js';
import { cloudEventsMedia, jsonMedia, massTransitMedia } from './media.js';
import { attributesIn, openBinaryCloudEvent, openStructuredCloudEvent } from './open-cloudevents.js';
import { openMassTransit } from './open-masstransit.js';
import { fieldNames, pickFields } from './pick-fields.js';
import { claimReader, type ReadClaim } from './read-claim.js';
import { readJson, type Json } from './read-json.js';
import { accept, refuse, type Read, type Refused } from './read.js';
import { dottedTypeOf, urnOf } from './topology.js';

type Known = { readonly contract: IntegrationEventContract; readonly readClaim: ReadClaim };

// MassTransit compares its URNs without case, so a neighbour may write them as it likes.
const contracts: ReadonlyMap<string, Known> = new Map(
  integrationEvents.flatMap((contract) => {
    const entry: Known = { contract, readClaim: claimReader(contract) };
    return [urnOf(contract.name), dottedTypeOf(contract.name)].map((type): [string, Known] => [
      type.toLowerCase(),
      entry,
    ]);
  }),
);

/**
 * Makes the reader of everything that arrives: MassTransit envelopes and CloudEvents 1.0 in either mode, told apart by
 * the content type or, where that says no more than JSON, by their looks. Refuses what it can't read, and never throws.
 */
export function createDecoder({ defaultCurrency }: CodecSettings): DecodeMessage {
  return (message) => {
    const envelope = open(message);
    return envelope.ok ? readEvent(envelope.value, defaultCurrency) : envelope;
  };
}

function readEvent(envelope: Envelope, defaultCurrency: Currency): Decoded {
  const known = findContract(envelope.types);
  if (known === undefined)
    return refuse('UnknownType', 'The message type is none that this service consumes.', nameOf(envelope.types));
  const { name, input } = known.contract;
  const cause = envelope.readCause();
  if (!cause.ok) return typed(cause, name);
  const claim = known.readClaim(envelope, defaultCurrency);
  if (!claim.ok) return typed(claim, name);
  const { orderId, details, paymentMethod } = claim.value;
  const body =
    paymentMethod === null ? { type: input, claim: details } : { type: input, claim: details, paymentMethod };
  return { ok: true, event: { orderId, type: name, input: { body, cause: cause.value } } };
}

const typed = ({ fault }: Refused, type: string): Refused => refuse(fault.reason, fault.detail, type);

function findContract(types: readonly unknown[]): Known | undefined {
  for (const type of types) {
    const found = typeof type === 'string' ? contracts.get(type.toLowerCase()) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The type that a message claims, as far as it looks like one: what doesn't could hold anything, personal data too. */
function nameOf(types: readonly unknown[]): string | null {
  const [first] = types;
  if (typeof first !== 'string' || !/^[\w.:+`,[\]-]{1,255}$/.test(first)) return null;
  return first.replace(/^urn:message:/i, '');
}

function open(message: RawMessage): Read<Envelope> {
  const media = (message.contentType ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';
  if (media !== '' && media !== massTransitMedia && media !== cloudEventsMedia && media !== jsonMedia)
    return refuse(
      'MalformedBody',
      `The content type must be ${massTransitMedia}, ${cloudEventsMedia} or ${jsonMedia}.`,
    );
  const json = readJson(message.body);
  if (!json.ok) return json;
  if (media === massTransitMedia) return accept(openMassTransit(json.value, message));
  if (media === cloudEventsMedia) return openStructuredCloudEvent(json.value, message);
  return openByLooks(json.value, message);
}

const tellTales = fieldNames(['messageType', 'specversion']);

function openByLooks(json: Json, message: RawMessage): Read<Envelope> {
  const attributes = attributesIn(message.headers);
  if (attributes !== null) return accept(openBinaryCloudEvent(attributes, json, message));
  const { messageType, specversion } = pickFields(json.fields, tellTales);
  if (messageType !== undefined) return accept(openMassTransit(json, message));
  if (specversion !== undefined) return openStructuredCloudEvent(json, message);
  return refuse('MalformedBody', 'The body must be a MassTransit envelope or a CloudEvents event.');
}
