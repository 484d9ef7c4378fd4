import type { Dispute } from '../../payment/dispute.js';
import type { Deadline } from '../../payment/input.js';
import type { OperationKind, OperationStatus } from '../../payment/operation.js';
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

export const disputeStandings = words<Dispute['standing']>({ opened: true, won: true, lost: true });

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
  UnexpectedDispute: true,
});

export type DeadlineKind = Deadline['kind'];
export const deadlineKinds = words<DeadlineKind>({ method: true, retry: true, action: true, expiry: true });

export const operationKinds = words<OperationKind>({ authorize: true, capture: true, void: true, refund: true });

export const operationStatuses = words<OperationStatus>({
  asked: true,
  pending: true,
  unknown: true,
  succeeded: true,
  declined: true,
  failed: true,
  abandoned: true,
});
