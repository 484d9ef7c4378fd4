import type { Deadline } from '../../payment/input.js';
import type { OperationKind } from '../../payment/operation.js';
import type { ReviewReason } from '../../payment/state.js';
import type { PaymentStatus } from '../../payment/status.js';
import { words } from '../words.js';

export const paymentStatuses = words<PaymentStatus>({
  None: true,
  NotNeeded: true,
  RequiresMethod: true,
  RequiresAction: true,
  Authorizing: true,
  Authorized: true,
  Capturing: true,
  PartiallyCaptured: true,
  Captured: true,
  Settled: true,
  Voiding: true,
  Voided: true,
  Refunding: true,
  PartiallyRefunded: true,
  Refunded: true,
  RefundFailed: true,
  Declined: true,
  Expired: true,
  Unknown: true,
  Disputed: true,
  NeedsReview: true,
});

export const reviewReasons = words<ReviewReason>({
  AmountDiffers: true,
  LookUpsExhausted: true,
  GatewayUnreachable: true,
  OperationRejected: true,
  CaptureFailed: true,
  VoidFailed: true,
  NothingToCapture: true,
  UnexpectedAuthorization: true,
  UnexpectedCapture: true,
});

export type DeadlineKind = Deadline['kind'];
export const deadlineKinds = words<DeadlineKind>({ method: true, retry: true, action: true, expiry: true });

export const operationKinds = words<OperationKind>({ authorize: true, capture: true, void: true, refund: true });

/**
 * `asked`: sent, or about to be; `pending`: the gateway has acknowledged it; `failed`: it has no effect and never will;
 * `abandoned`: nobody pursues it any more.
 */
export const operationStatuses = [
  'asked',
  'pending',
  'unknown',
  'succeeded',
  'declined',
  'failed',
  'abandoned',
] as const;
export type OperationStatus = (typeof operationStatuses)[number];
