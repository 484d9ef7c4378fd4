import { Currency } from '../../src/kernel/currency.js';
import { OperationId, OrderId } from '../../src/kernel/ids.js';
import type { Money } from '../../src/kernel/money.js';
import type { GatewayReference, Operation, OperationKind } from '../../src/payment/operation.js';
import { UuidV7Ids } from '../../src/platform/ids.js';

type Of<Kind extends OperationKind> = Extract<Operation, { readonly kind: Kind }>;

const ids = new UuidV7Ids();

export const usd = (minor: bigint): Money => ({ minor, currency: Currency('USD') });

/** The operations of one order's payment, each new one under a key of its own. */
export class PaymentOf {
  readonly orderId = OrderId(ids.next());

  constructor(private readonly token = 'tok_ok') {}

  authorize(amount = usd(4250n)): Of<'authorize'> {
    return { ...this.next(), kind: 'authorize', amount, method: { token: this.token } };
  }

  capture(authorization: GatewayReference, amount = usd(4250n), final = true): Of<'capture'> {
    return { ...this.next(), kind: 'capture', amount, authorization, final };
  }

  void(authorization: GatewayReference): Of<'void'> {
    return { ...this.next(), kind: 'void', authorization };
  }

  refund(capture: GatewayReference, amount = usd(4250n)): Of<'refund'> {
    return { ...this.next(), kind: 'refund', amount, capture };
  }

  private next() {
    return { operationId: OperationId(ids.next()), orderId: this.orderId, attempt: 1 };
  }
}
