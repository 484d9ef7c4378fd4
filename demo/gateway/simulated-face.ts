import { randomUUID } from 'node:crypto';
import type { Asking } from './asking.js';
import type { Event, Face } from './face.js';
import { describeDispute, type Dispute } from './disputes.js';
import { type Answer, failure } from './http.js';
import { describeOperation, type Kind, type Operation, type Status } from './operation.js';
import { readToken } from './token.js';

const prefixes = { authorize: 'aut', capture: 'cap', void: 'voi', refund: 'ref' } as const satisfies Record<
  Kind,
  string
>;

const httpStatus = { pending: 202, succeeded: 200, declined: 402, expired: 200, failed: 200 } as const satisfies Record<
  Status,
  number
>;

/** A gateway of nobody's: every operation has one shape, in answers, look-ups and webhooks alike. */
export const simulatedFace: Face = {
  signatureHeader: 'gateway-signature',
  name: ({ kind }: Asking) => `${prefixes[kind]}_${randomUUID()}`,
  nameDispute: () => `dis_${randomUUID()}`,
  readMethod: readToken,
  answer: (operation: Operation): Answer => ({
    status: httpStatus[operation.status],
    body: describeOperation(operation),
  }),
  refuse: (fault: string) => failure(409, 'refused', fault),
  /** In turns as too busy and too often. */
  busy: (tries: number) =>
    tries % 2 === 1 ? failure(503, 'not_processed', 'overloaded') : failure(429, 'not_processed', 'rate_limited'),
  broken: failure(500, 'server_error', 'internal'),
  eventsOf: (operation: Operation, occurredAt: Date) => [
    eventOf(`${operation.kind}.${operation.status}`, operation.key, {
      at: occurredAt,
      data: describeOperation(operation),
    }),
  ],
  disputeEventsOf: (dispute: Dispute, occurredAt: Date) => [
    eventOf(`dispute.${dispute.status}`, dispute.capture.key, { at: occurredAt, data: describeDispute(dispute) }),
  ],
};

function eventOf(type: string, key: string, { at, data }: { readonly at: Date; readonly data: unknown }): Event {
  const id = `evt_${randomUUID()}`;
  return { id, type, key, body: JSON.stringify({ id, type, occurred_at: at.toISOString(), data }) };
}
