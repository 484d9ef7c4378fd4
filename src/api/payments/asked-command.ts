import type { OrderId } from '../../kernel/ids.js';

type AmountAsked = {
  /** A decimal number; null for all that can be captured, or refunded. */
  readonly amount: string | null;
  /** Null: the payment's own. */
  readonly currency: string | null;
};

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
