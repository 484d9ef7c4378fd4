import type { OperationId } from '../kernel/ids.js';
import type { Announcement } from './announcement.js';
import type { PaymentEvent } from './event.js';
import type { Deadline } from './input.js';
import type { Operation } from './operation.js';

/** When something is due: so many milliseconds from now (the database's now), or at a time that the gateway has set. */
export type Due = { readonly afterMs: number } | { readonly at: Date };

/** The payment's one deadline: left as it is, cleared, or set anew. */
export type PaymentWake =
  | { readonly kind: 'keep' }
  | { readonly kind: 'clear' }
  | { readonly kind: 'set'; readonly deadline: Deadline; readonly due: Due };

/** An operation to send to the gateway, for the first time or again under the same id. */
export type Sending = { readonly operation: Operation; readonly afterMs: number };

/** `number` comes back with what the look-up finds; null for an operator's. */
export type DueLookUp = {
  readonly operationId: OperationId;
  readonly number: number | null;
  readonly afterMs: number;
};

/** Why an operator's command can't be done. */
export type Refusal =
  | 'NoPayment'
  | 'PaymentNotNeeded'
  | 'OutcomeUnknown'
  | 'NotAuthorized'
  | 'AuthorizationUnderWay'
  | 'CaptureUnderWay'
  | 'VoidUnderWay'
  | 'AlreadyCaptured'
  | 'NothingCaptured'
  | 'AlreadyEnded'
  | 'OrderEnded'
  | 'AmountNotPositive'
  | 'CurrencyDiffers'
  | 'MoreThanAuthorized'
  | 'MoreThanRefundable'
  | 'NothingToRetry'
  | 'NothingToLookUp';

/** What an input comes to, as data: it is written in one transaction with the order's own, and nothing is done here. */
export type PaymentDecision = {
  readonly outcome: 'advanced' | 'ignored' | 'refused';
  readonly events: readonly PaymentEvent[];
  readonly sendings: readonly Sending[];
  readonly lookUps: readonly DueLookUp[];
  readonly wake: PaymentWake;
  /** What the order has to make of it. Only a hard decline of a placed order's payment fails the order. */
  readonly verdict: 'order-fails' | null;
  readonly announcements: readonly Announcement[];
  /** Only of an operator's command that is refused: no event, nothing changes. */
  readonly refusal: Refusal | null;
};
