import type { DisputeReport } from '../payment/dispute.js';
import type { GatewayReference } from '../payment/operation.js';
import type { Snapshot } from './snapshot.js';
import type { SignatureFault } from './webhook-signature.js';

/** What a webhook tells. Gateways add kinds of events whenever they like, so one that isn't known is no fault. */
export type GatewayEvent =
  | { readonly kind: 'operation'; readonly snapshot: Snapshot }
  /** Of money that a bank takes back. It names no order: a look-up of `of` tells whose it is. */
  | { readonly kind: 'dispute'; readonly of: GatewayReference; readonly report: DisputeReport }
  | { readonly kind: 'not_ours'; readonly type: string };

/** As Node's HTTP server gives them: names in lower case. */
export type WebhookHeaders = Readonly<Record<string, string | readonly string[] | undefined>>;

/** Webhooks come more than once and in any order: `eventId` tells repeats, `occurredAt` which came first at the gateway. */
export type WebhookRead =
  | { readonly ok: true; readonly eventId: string; readonly occurredAt: Date; readonly event: GatewayEvent }
  | { readonly ok: false; readonly reason: SignatureFault | 'unreadable' };
