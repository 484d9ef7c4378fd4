import { z } from 'zod';
import type { OperationKind } from '../../../src/payment/operation.js';

type OperationStatus = 'pending' | 'succeeded' | 'declined' | 'expired' | 'failed';

/** One operation as the gateway knows it. Amounts are minor units. */
export type GatewayOperation = {
  readonly id: string;
  /** The caller's idempotency key. */
  readonly key: string;
  readonly order: string;
  readonly kind: OperationKind;
  /** What it captures or voids, or refunds. */
  readonly parent: string | null;
  readonly amount: bigint;
  readonly currency: string;
  readonly captureBefore: Date | null;
  status: OperationStatus;
  /** Where the customer has to go first. */
  action: string | null;
  /** Why it was declined, or failed later. */
  code: string | null;
};

export type Asked = Pick<GatewayOperation, 'key' | 'order' | 'kind' | 'parent'> & {
  /** Null of a void. */
  readonly amount: bigint | null;
  readonly currency: string;
  readonly final: boolean;
  readonly method: string | null;
};

const body = z.object({
  order: z.string(),
  amount: z
    .string()
    .transform((digits) => BigInt(digits))
    .optional(),
  currency: z.string().optional(),
  method: z.string().optional(),
  final: z.boolean().optional(),
});

const kinds = { captures: 'capture', voids: 'void', refunds: 'refund' } as const;

/** A request as it comes over the wire. @throws where it is none */
export function readAsked(path: string, text: string, key: string): Asked {
  const [, , collection = '', parent = null, child = ''] = path.split('/');
  const { order, amount = null, currency = 'USD', method = null, final = false } = body.parse(JSON.parse(text));
  const kind = collection === 'authorizations' && parent === null ? 'authorize' : kinds[child as keyof typeof kinds];
  return { key, order, kind, parent, amount, currency, final, method };
}

/** As answers, look-ups and webhooks tell it. */
export const describe = ({ id, key, order, kind, status, ...operation }: GatewayOperation) => ({
  ...{ id, key, order, kind, status, currency: operation.currency, code: operation.code, fee: null },
  amount: operation.amount.toString(),
  capture_before: operation.captureBefore?.toISOString() ?? null,
  action: status === 'pending' ? operation.action : null,
});
