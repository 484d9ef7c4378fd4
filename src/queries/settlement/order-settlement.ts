import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { Currency } from '../../kernel/currency.js';
import { OrderId } from '../../kernel/ids.js';
import type { Money } from '../../kernel/money.js';
import { Database } from '../../platform/prisma/database.js';
import { batched } from '../batched.js';

/** A payout line that settled something of an order. */
export type SettledLine = {
  readonly category: 'capture' | 'refund' | 'refund_failure' | 'dispute';
  readonly payoutId: string;
  /** Less than zero where it was deducted. */
  readonly gross: Money;
  readonly fee: Money;
  readonly net: Money;
  /** When the payout's money can be used, as the gateway says. */
  readonly availableOn: Date;
  readonly settledAt: Date;
};

type Row = {
  readonly orderId: string;
  readonly category: SettledLine['category'];
  readonly payoutId: string;
  readonly gross: bigint;
  readonly fee: bigint;
  readonly net: bigint;
  readonly currency: string;
  readonly availableOn: Date;
  readonly settledAt: Date;
};

const linesSql = `
select order_id as "orderId", category, payout_id as "payoutId", gross_minor as gross, fee_minor as fee, net_minor as net, currency,
  available_on as "availableOn", matched_at as "settledAt"
from payout_lines where order_id = any($1::uuid[]) and status = 'matched' order by matched_at, position`;

/** The payout lines that settled an order's capture, its refunds and its dispute, in the order in which they did. */
export class OrderSettlement extends Query<readonly SettledLine[]> {
  constructor(readonly orderId: OrderId) {
    super();
  }
}

@QueryHandler(OrderSettlement)
export class OrderSettlementHandler implements IQueryHandler<OrderSettlement> {
  private readonly find = batched((ids: readonly OrderId[]) => this.read(ids));

  constructor(private readonly database: Database) {}

  async execute({ orderId }: OrderSettlement): Promise<readonly SettledLine[]> {
    return (await this.find(orderId)) ?? [];
  }

  private async read(ids: readonly OrderId[]): Promise<ReadonlyMap<OrderId, readonly SettledLine[]>> {
    const rows = await this.database.client.$queryRawUnsafe<readonly Row[]>(linesSql, ids);
    const lines = new Map<OrderId, SettledLine[]>();
    for (const row of rows) {
      const of = lines.get(OrderId(row.orderId));
      if (of === undefined) lines.set(OrderId(row.orderId), [toLine(row)]);
      else of.push(toLine(row));
    }
    return lines;
  }
}

function toLine({ category, payoutId, gross, fee, net, currency, availableOn, settledAt }: Row): SettledLine {
  const money = (minor: bigint): Money => ({ minor, currency: Currency(currency) });
  return { category, payoutId, gross: money(gross), fee: money(fee), net: money(net), availableOn, settledAt };
}
