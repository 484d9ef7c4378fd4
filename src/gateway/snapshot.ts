import type { OperationId, OrderId } from '../kernel/ids.js';
import type { GatewayReference, OperationKind } from '../payment/operation.js';
import type { Effect, Outcome } from '../payment/outcome.js';

/** How an operation stands at the gateway by now, which need not be what its call came to. */
export type Standing =
  | Extract<Outcome, { readonly kind: 'ok' | 'pending' | 'declined' }>
  /** An authorization that nobody captured in time: its hold is gone. */
  | { readonly kind: 'expired'; readonly reference: GatewayReference }
  /** It was ok, and came back: a refund can fail days later. */
  | { readonly kind: 'failed_later'; readonly effect: Effect; readonly gatewayCode: string };

/** One operation, as the gateway tells it in a look-up or a webhook. */
export type Snapshot = {
  readonly operationId: OperationId;
  readonly orderId: OrderId;
  readonly operation: OperationKind;
  readonly standing: Standing;
};
