import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { Currency } from '../../kernel/currency.js';
import { OperationId, type OrderId } from '../../kernel/ids.js';
import type { Money } from '../../kernel/money.js';
import type { OperationKind, OperationStatus } from '../../payment/operation.js';
import { Database } from '../../platform/prisma/database.js';
import { batched } from '../batched.js';
import { byOrder } from '../by-order.js';
import { isVisible } from '../order-view.js';

/** A call to the gateway that moves money, or promises to, with what is known of it. */
export type OperationView = {
  /** The gateway's idempotency key. */
  readonly id: OperationId;
  readonly kind: OperationKind;
  /** From 1, for each kind. */
  readonly attempt: number;
  readonly status: OperationStatus;
  /** Null of a void, which has none of its own. */
  readonly amount: Money | null;
  /** What the gateway charged for it; null where it hasn't said. */
  readonly fee: Money | null;
  /** Of what it made, as the gateway calls it. */
  readonly reference: string | null;
  /** Why it isn't known, was declined, or came to nothing. */
  readonly reason: string | null;
  readonly requestedBy: string;
  readonly requestedAt: Date;
  readonly updatedAt: Date;
};

// Without the operation itself: it holds the method's token.
type OperationRow = {
  readonly order_id: string;
  /** Null: the order has no operations. */
  readonly id: string | null;
  readonly kind: OperationKind;
  readonly attempt: number;
  readonly status: OperationStatus;
  readonly amount_minor: bigint | null;
  readonly fee_minor: bigint | null;
  readonly currency: string | null;
  readonly reference: string | null;
  readonly reason: string | null;
  readonly requested_by: string;
  readonly requested_at: Date;
  readonly updated_at: Date;
};

const money = (minor: bigint | null, currency: string | null): Money | null =>
  minor === null || currency === null ? null : { minor, currency: Currency(currency) };

function toOperations({ id, ...row }: OperationRow): readonly OperationView[] {
  if (id === null) return [];
  const { kind, attempt, status, currency, reference, reason } = row;
  return [
    {
      ...{ id: OperationId(id), kind, attempt, status, reference, reason },
      amount: money(row.amount_minor, currency),
      fee: money(row.fee_minor, currency),
      requestedBy: row.requested_by,
      requestedAt: row.requested_at,
      updatedAt: row.updated_at,
    },
  ];
}

/** Everything that the gateway was asked to do for an order, first things first; null as in GetOrder. */
export class PaymentOperations extends Query<readonly OperationView[] | null> {
  constructor(readonly orderId: OrderId) {
    super();
  }
}

@QueryHandler(PaymentOperations)
export class PaymentOperationsHandler implements IQueryHandler<PaymentOperations> {
  private readonly find = batched((ids: readonly OrderId[]) => this.read(ids));

  constructor(private readonly database: Database) {}

  execute({ orderId }: PaymentOperations): Promise<readonly OperationView[] | null> {
    return this.find(orderId);
  }

  private async read(ids: readonly OrderId[]): Promise<ReadonlyMap<OrderId, readonly OperationView[]>> {
    const rows = await this.database.client.$queryRaw<OperationRow[]>`
      select o.order_id, x.operation_id as id, x.kind, x.attempt, x.status, x.amount_minor, x.fee_minor, x.currency, x.reference,
        x.reason, x.requested_by, x.requested_at, x.updated_at
      from orders o left join payment_operations x on x.order_id = o.order_id
      where o.order_id = any(${[...ids]}::uuid[]) and ${isVisible}
      order by o.order_id, x.requested_at, x.operation_id`;
    return byOrder(rows, toOperations);
  }
}
