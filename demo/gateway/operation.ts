export type Kind = 'authorize' | 'capture' | 'void' | 'refund';

export type Status = 'pending' | 'succeeded' | 'declined' | 'expired' | 'failed';

/** One operation as the gateway knows it. Amounts are minor units. */
export type Operation = {
  readonly id: string;
  /** What it was asked of: a capture's or a void's authorization, a refund's capture. */
  readonly parent: string | null;
  readonly madeAt: Date;
  /** The caller's idempotency key. */
  readonly key: string;
  readonly order: string;
  readonly attempt: number;
  readonly kind: Kind;
  status: Status;
  readonly amount: bigint;
  readonly currency: string;
  /** Of an authorization. */
  readonly captureBefore: Date | null;
  /** Of a capture. */
  readonly fee: bigint | null;
  /** Where the customer has to go first. */
  readonly action: string | null;
  /** Why it was declined, or failed later. */
  code: string | null;
};

/** An operation on the wire: in answers, look-ups and webhooks alike. */
export const describeOperation = (operation: Operation) => ({
  id: operation.id,
  key: operation.key,
  order: operation.order,
  attempt: operation.attempt,
  kind: operation.kind,
  status: operation.status,
  amount: operation.amount.toString(),
  currency: operation.currency,
  capture_before: operation.captureBefore?.toISOString() ?? null,
  fee: operation.fee?.toString() ?? null,
  action: operation.status === 'pending' ? operation.action : null,
  code: operation.code,
});
