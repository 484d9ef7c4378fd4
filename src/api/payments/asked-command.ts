import type { OrderId } from '../../kernel/ids.js';

type AmountAsked = {
  /** A decimal number; null for all that can be captured, or refunded. */
  readonly amount: string | null;
  /** Null: the payment's own. */
  readonly currency: string | null;
};

/** What both documents say of idempotency keys. */
export const keyLifetime =
  'Repeated, it gets the first answer and is not done again. The answer is kept for 30 days, if `IDEMPOTENCY_RETENTION` says nothing else: ' +
  'after that a command that was done is refused as `IdempotencyKeyExpired`, and one that was refused is decided anew.';

/** A command to a payment as a client writes it: nothing of it has been checked. */
export type WrittenCommand =
  | ({ readonly type: 'CaptureRequested' | 'RefundRequested' } & AmountAsked)
  | { readonly type: 'VoidRequested' | 'RetryRequested' | 'LookUpRequested' }
  | { readonly type: 'MethodGiven'; readonly token: string };

export type AskedCommand = {
  readonly orderId: OrderId;
  readonly command: WrittenCommand;
  /** The idempotency key, and what the client calls it. */
  readonly key: string;
  readonly keyName: string;
  /** Who asks. */
  readonly by: string;
  /** The order's version that they have seen; null for any. */
  readonly expectedVersion: number | null;
};
