import type { OperationId, OrderId } from '../kernel/ids.js';
import type { Money } from '../kernel/money.js';

/** What a gateway is asked to do with money. */
export type OperationKind = 'authorize' | 'capture' | 'void' | 'refund';

/**
 * How an operation stands. `asked`: sent, or about to be; `pending`: the gateway has acknowledged it; `failed`: it has no effect and
 * never will; `abandoned`: nobody pursues it any more.
 */
export type OperationStatus = 'asked' | 'pending' | 'unknown' | 'succeeded' | 'declined' | 'failed' | 'abandoned';

/**
 * One call that moves money, or promises to. Its row is committed before the first try, and every try sends the same
 * bytes under its id, so that a gateway can do it at most once.
 */
export type OperationRef = {
  /** The gateway's idempotency key. A new attempt after a decline is a new operation. */
  readonly operationId: OperationId;
  readonly orderId: OrderId;
  /** From 1, for each kind of operation of an order. */
  readonly attempt: number;
};

/** A token that the gateway's own form made of a card or an account. Never a card number. */
export type PaymentMethod = { readonly token: string };

/** How the gateway names what an operation made: an authorization, a capture or a refund. */
export type GatewayReference = string;

export type Operation = OperationRef &
  (
    | { readonly kind: 'authorize'; readonly amount: Money; readonly method: PaymentMethod }
    /** `final` releases what of the authorization is not captured. */
    | {
        readonly kind: 'capture';
        readonly amount: Money;
        readonly authorization: GatewayReference;
        readonly final: boolean;
      }
    | { readonly kind: 'void'; readonly authorization: GatewayReference }
    | { readonly kind: 'refund'; readonly amount: Money; readonly capture: GatewayReference }
  );
