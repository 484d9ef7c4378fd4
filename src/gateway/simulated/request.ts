import type { Operation } from '../../payment/operation.js';

export type OperationRequest = { readonly path: string; readonly body: string };

/** What goes over the wire for an operation: a function of it alone, byte for byte, so that every try is the same. */
export function requestFor(operation: Operation): OperationRequest {
  const who = { order: operation.orderId, attempt: operation.attempt };
  switch (operation.kind) {
    case 'authorize':
      return {
        path: '/v1/authorizations',
        body: JSON.stringify({ ...who, ...amountOf(operation), method: operation.method.token }),
      };
    case 'capture':
      return {
        path: `/v1/authorizations/${encodeURIComponent(operation.authorization)}/captures`,
        body: JSON.stringify({ ...who, ...amountOf(operation), final: operation.final }),
      };
    case 'void':
      return {
        path: `/v1/authorizations/${encodeURIComponent(operation.authorization)}/voids`,
        body: JSON.stringify(who),
      };
    case 'refund':
      return {
        path: `/v1/captures/${encodeURIComponent(operation.capture)}/refunds`,
        body: JSON.stringify({ ...who, ...amountOf(operation) }),
      };
  }
}

// Field by field: the order in which somebody else put a Money together must not change the bytes.
const amountOf = ({ amount }: Extract<Operation, { amount: unknown }>) => ({
  amount: amount.minor.toString(),
  currency: amount.currency,
});
