import { z } from 'zod';

/** A CloudEvents 1.0 event in structured JSON, with the extensions that we set; all of them are text, none is null. */
export const CloudEvent = z
  .object({
    specversion: z.literal('1.0'),
    id: z.string().min(1).meta({ description: 'Unique together with source; the key of the inbox.' }),
    source: z.string().min(1).meta({ format: 'uri-reference', description: 'Who sent it.' }),
    type: z.string().min(1),
    subject: z.string().min(1).optional().meta({ description: "In our commands the order's id." }),
    time: z.string().meta({ format: 'date-time' }).optional(),
    datacontenttype: z.string().optional(),
    correlationid: z.string().min(1).optional().meta({ description: "In our commands the order's id." }),
    conversationid: z.string().min(1).optional().meta({ description: 'Kept through the whole chain.' }),
    initiatorid: z.string().min(1).optional().meta({ description: "In our commands the order's id." }),
    causationid: z.string().min(1).optional().meta({ description: 'The id of the causing message.' }),
    traceparent: z.string().optional().meta({ description: 'W3C trace context of the causing message.' }),
    partitionkey: z.string().min(1).optional().meta({ description: "In our commands the order's id." }),
    data: z.unknown(),
  })
  .meta({ description: 'A CloudEvents 1.0 event in structured JSON.' });

export type CloudEvent = z.infer<typeof CloudEvent>;
