import { assertNever } from '../../kernel/assert-never.js';
import type { DisputeReport } from '../../payment/dispute.js';
import type { GatewayEvent, WebhookRead } from '../webhook.js';
import { snapshotOf } from './read-answer.js';
import { readAs, type WireDispute, wireDispute, wireEvent, wireOperation } from './wire.js';

/** What a webhook tells, once its signature has been checked. */
export function readEvent(text: string): WebhookRead {
  const event = readAs(wireEvent, text);
  if (event === null) return { ok: false, reason: 'unreadable' };
  const { id: eventId, occurred_at: occurredAt, type } = event;
  const told = toldBy(type, event.data);
  return told === null ? { ok: false, reason: 'unreadable' } : { ok: true, eventId, occurredAt, event: told };
}

function toldBy(type: string, data: unknown): GatewayEvent | null {
  if (/^(authorize|capture|void|refund)\./.test(type)) {
    const operation = wireOperation.safeParse(data);
    return operation.success ? { kind: 'operation', snapshot: snapshotOf(operation.data) } : null;
  }
  // By an inquiry, no money has moved.
  if (/^dispute\.(open|won|lost)$/.test(type)) {
    const dispute = wireDispute.safeParse(data);
    return dispute.success ? { kind: 'dispute', of: dispute.data.capture, report: reportOf(dispute.data) } : null;
  }
  return { kind: 'not_ours', type };
}

function reportOf({ id: reference, capture, status, currency, ...dispute }: WireDispute): DisputeReport {
  const money = (minor: bigint) => ({ minor, currency });
  const claim = { reference, capture, amount: money(dispute.amount), fee: money(dispute.fee) };
  switch (status) {
    case 'open':
      return { type: 'DisputeOpened', claim };
    case 'won':
      return { type: 'DisputeWon', claim, feeReturned: money(dispute.fee_returned) };
    case 'lost':
      return { type: 'DisputeLost', claim };
    default:
      return assertNever(status);
  }
}
