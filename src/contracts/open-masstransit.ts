import type { RawMessage } from './codec.js';
import { longestId, readCause, type Envelope } from './envelope.js';
import { emptyGuid } from './integration-event-fields.js';
import { fieldNames, isObject, pickFields } from './pick-fields.js';
import { accept, type Read } from './read.js';
import type { Json } from './read-json.js';
import { readText } from './transport-text.js';

/** MassTransit's header of .NET's activity id: a W3C trace context since .NET 5. */
export const activityHeader = 'MT-Activity-Id';

const envelopeNames = fieldNames(['messageId', 'conversationId', 'sourceAddress', 'messageType', 'headers', 'message']);
const headerNames = fieldNames(['traceparent', activityHeader]);

/** Opens a MassTransit envelope: facts as MassTransit 8 writes them, names in any case. */
export function openMassTransit({ fields, text }: Json, raw: RawMessage): Envelope {
  const envelope = pickFields(fields, envelopeNames);
  const { messageType } = envelope;
  return {
    types: Array.isArray(messageType) ? messageType : [messageType],
    body: envelope.message,
    text,
    path: ['message'],
    readCause: () => {
      const inside = isObject(envelope.headers) ? pickFields(envelope.headers, headerNames) : {};
      const outside = pickFields(raw.headers, headerNames);
      return readCause({
        messageId: readMessageId(envelope.messageId, raw.messageId),
        missingId: 'messageId is required',
        conversationId: { name: 'conversationId', value: envelope.conversationId },
        traceparents: [inside[activityHeader], inside.traceparent, outside.traceparent, outside[activityHeader]],
        actor: { name: 'sourceAddress', value: envelope.sourceAddress },
      });
    },
  };
}

function readMessageId(inEnvelope: unknown, onTransport: string | null): Read<string | null> {
  const own = readText('messageId', inEnvelope, longestId);
  if (!own.ok || isId(own.value)) return own;
  const transports = readText('messageId', onTransport, longestId);
  return !transports.ok || isId(transports.value) ? transports : accept(null);
}

// .NET's unset id would make every message the same one.
const isId = (text: string | null): boolean => text !== null && text !== emptyGuid;
