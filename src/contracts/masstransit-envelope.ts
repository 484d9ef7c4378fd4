import { z } from 'zod';

const uuid = z.string().meta({ format: 'uuid' });
const nullableUuid = uuid.nullable();
const address = z.string().meta({ format: 'uri' }).nullable();
const dateTime = z.string().meta({ format: 'date-time' });

const text = z.string().nullable();

/** Where a message was made: MassTransit's `BusHostInfo`. Its process id is an integer, all else text or null. */
export const MassTransitHost = z
  .object({
    machineName: text,
    processName: text,
    processId: z.int32(),
    assembly: text,
    assemblyVersion: text,
    frameworkVersion: text,
    massTransitVersion: text,
    operatingSystemVersion: text,
  })
  .meta({ description: 'Where the message was made.' });

export type MassTransitHost = z.infer<typeof MassTransitHost>;

/**
 * MassTransit's JSON envelope, complete, as its serializer writes it. Ids that are no UUID and addresses that are no
 * URI make its reader throw.
 */
export const MassTransitEnvelope = z
  .object({
    messageId: uuid.meta({ format: 'uuid', description: 'A repeated message has the same; the key of the inbox.' }),
    requestId: nullableUuid,
    correlationId: nullableUuid,
    conversationId: nullableUuid.meta({ description: 'Kept through the whole chain of events and commands.' }),
    initiatorId: nullableUuid.meta({ description: "In our commands the order's id, as a MassTransit saga sets it." }),
    sourceAddress: address,
    destinationAddress: address,
    responseAddress: address,
    faultAddress: address,
    messageType: z.array(z.string()).min(1).meta({ description: 'URNs of the type and of its base types.' }),
    message: z.unknown(),
    expirationTime: dateTime.nullable(),
    sentTime: dateTime.nullable(),
    headers: z.record(z.string(), z.unknown()).meta({
      description: 'MT-Activity-Id: W3C trace context. causation-id: in our commands, the id of the causing message.',
    }),
    host: MassTransitHost.nullable(),
  })
  .meta({ description: 'The JSON envelope of MassTransit 8.' });

export type MassTransitEnvelope = z.infer<typeof MassTransitEnvelope>;
