import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { Currency } from '../../kernel/currency.js';
import { OperationId, type OrderId } from '../../kernel/ids.js';
import type { Money } from '../../kernel/money.js';
import type { Account, Side } from '../../ledger/account.js';
import type { MoneyFactType } from '../../ledger/money-fact.js';
import { Database } from '../../platform/prisma/database.js';
import { batched } from '../batched.js';
import { byOrder } from '../by-order.js';
import { isVisible } from '../order-view.js';
import type { EntryPhase } from './ledger-words.js';

/** One side of one transfer in the books. */
export type EntryView = {
  readonly operationId: OperationId;
  /** The fact that it was posted for. */
  readonly purpose: MoneyFactType;
  /** From 1, within the posting; a debit and a credit have the same. */
  readonly transfer: number;
  readonly side: Side;
  readonly account: Account;
  readonly phase: EntryPhase;
  /** Named by the operation that authorized it; null where money has moved. */
  readonly holdOperationId: OperationId | null;
  /** Of a hold. */
  readonly expiresAt: Date | null;
  readonly amount: Money;
  readonly recordedAt: Date;
};

type EntryRow = {
  readonly order_id: string;
  /** Null: the order has no entries. */
  readonly operation_id: string | null;
  readonly purpose: MoneyFactType;
  readonly transfer: number;
  readonly side: Side;
  readonly account: Account;
  readonly phase: EntryPhase;
  readonly hold_operation_id: string | null;
  readonly expires_at: Date | null;
  readonly amount_minor: bigint;
  readonly currency: string;
  readonly recorded_at: Date;
};

function toEntries({ operation_id: operationId, ...row }: EntryRow): readonly EntryView[] {
  if (operationId === null) return [];
  const { purpose, transfer, side, account, phase } = row;
  return [
    {
      ...{ operationId: OperationId(operationId), purpose, transfer, side, account, phase },
      holdOperationId: row.hold_operation_id === null ? null : OperationId(row.hold_operation_id),
      expiresAt: row.expires_at,
      amount: { minor: row.amount_minor, currency: Currency(row.currency) },
      recordedAt: row.recorded_at,
    },
  ];
}

/** What the books say of an order, first things first, each debit before its credit; null as in GetOrder. */
export class OrderLedgerEntries extends Query<readonly EntryView[] | null> {
  constructor(readonly orderId: OrderId) {
    super();
  }
}

@QueryHandler(OrderLedgerEntries)
export class OrderLedgerEntriesHandler implements IQueryHandler<OrderLedgerEntries> {
  private readonly find = batched((ids: readonly OrderId[]) => this.read(ids));

  constructor(private readonly database: Database) {}

  execute({ orderId }: OrderLedgerEntries): Promise<readonly EntryView[] | null> {
    return this.find(orderId);
  }

  private async read(ids: readonly OrderId[]): Promise<ReadonlyMap<OrderId, readonly EntryView[]>> {
    const rows = await this.database.client.$queryRaw<EntryRow[]>`
      select o.order_id, e.operation_id, e.purpose, e.transfer, e.side, e.account, e.phase, e.hold_operation_id, e.expires_at,
        e.amount_minor, e.currency, e.recorded_at
      from orders o left join ledger_entries e on e.order_id = o.order_id
      where o.order_id = any(${[...ids]}::uuid[]) and ${isVisible}
      order by o.order_id, e.recorded_at, e.operation_id, e.purpose, e.transfer, e.side desc`;
    return byOrder(rows, toEntries);
  }
}
