import { assertNever } from '../kernel/assert-never.js';
import type { Cause } from '../order/cause.js';
import type { CloudEvent } from './cloudevent.js';
import type { CodecSettings, EncodeAnnouncement, EncodeCommand, SentMessage } from './codec.js';
import { commandBody } from './command-body.js';
import { commands } from './commands.js';
import { cloudEventsMedia, jsonMedia, massTransitMedia } from './media.js';
import { host } from './host.js';
import type { MassTransitEnvelope } from './masstransit-envelope.js';
import { activityHeader } from './open-masstransit.js';
import { paymentEventBody, paymentEvents } from './payment-events.js';
import { baseUrn, dottedTypeOf, exchangeOf, financeQueue, urnOf } from './topology.js';

type Part = {
  readonly name: string;
  readonly body: Readonly<Record<string, string | null>>;
  readonly cause: Cause;
  readonly sent: SentMessage;
};

/** The header that names the causing message, on the transport and inside the envelope. */
export const causationHeader = 'causation-id';

/** Who sends our CloudEvents. */
const ourSource = 'urn:bookworm:finance';

/** Makes the writer of our commands, in the settings' format. The same arguments come to the same bytes. */
export function createEncoder({ format }: CodecSettings): EncodeCommand {
  return ({ body: command, cause }, sent) => {
    const { name } = commands[command.type];
    const part: Part = { name, body: commandBody(command, sent), cause, sent };
    return { type: name, destination: exchangeOf(name), ...inFormat(format, part) };
  };
}

/** The same for what payments announce. */
export function createAnnouncer({ format }: Pick<CodecSettings, 'format'>): EncodeAnnouncement {
  return ({ body, cause }, sent) => {
    const { name } = paymentEvents[body.type];
    const part: Part = { name, body: paymentEventBody(body, sent), cause, sent };
    return { type: name, destination: exchangeOf(name), ...inFormat(format, part) };
  };
}

function inFormat(format: CodecSettings['format'], part: Part) {
  const { messageId, traceparent } = part.cause;
  // Each literal in one piece: pieces spread into one have V8 make a hidden class for every message.
  const causation = { [causationHeader]: messageId };
  switch (format) {
    case 'masstransit': {
      const traced = traceparent === null ? causation : { [causationHeader]: messageId, [activityHeader]: traceparent };
      return {
        contentType: massTransitMedia,
        // MassTransit finds the trace among the transport's headers, other readers in the W3C's own.
        headers:
          traceparent === null ? traced : { [causationHeader]: messageId, [activityHeader]: traceparent, traceparent },
        body: JSON.stringify(massTransitEnvelope(part, traced)),
      };
    }
    case 'cloudevents':
      return {
        contentType: cloudEventsMedia,
        headers: traceparent === null ? causation : { [causationHeader]: messageId, traceparent },
        body: JSON.stringify(cloudEvent(part)),
      };
    default:
      return assertNever(format);
  }
}

const traceparentOf = ({ traceparent }: Cause) => (traceparent === null ? {} : { traceparent });

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

function massTransitEnvelope(
  { name, body, cause, sent }: Part,
  headers: MassTransitEnvelope['headers'],
): MassTransitEnvelope {
  const { conversationId } = cause;
  return {
    messageId: sent.messageId,
    requestId: null,
    correlationId: null,
    // A conversation that CloudEvents started may have any name, and MassTransit throws at one that is no UUID.
    conversationId: conversationId !== null && uuid.test(conversationId) ? conversationId : sent.orderId,
    initiatorId: sent.orderId,
    sourceAddress: `rabbitmq://localhost/${financeQueue}`,
    destinationAddress: `rabbitmq://localhost/${exchangeOf(name)}`,
    responseAddress: null,
    faultAddress: null,
    messageType: [urnOf(name), baseUrn],
    message: body,
    expirationTime: null,
    sentTime: sent.sentAt.toISOString(),
    headers,
    host,
  };
}

const cloudEvent = ({ name, body, cause, sent }: Part): CloudEvent => ({
  specversion: '1.0',
  id: sent.messageId,
  source: ourSource,
  type: dottedTypeOf(name),
  subject: sent.orderId,
  time: sent.sentAt.toISOString(),
  datacontenttype: jsonMedia,
  correlationid: sent.orderId,
  conversationid: cause.conversationId ?? sent.orderId,
  initiatorid: sent.orderId,
  causationid: cause.messageId,
  ...traceparentOf(cause),
  partitionkey: sent.orderId,
  data: body,
});
