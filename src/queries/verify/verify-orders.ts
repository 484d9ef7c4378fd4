import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { OrderId } from '../../kernel/ids.js';
import { Database } from '../../platform/prisma/database.js';
import type { Fault } from './finding.js';
import { findFaults } from './find-faults.js';
import { readStoredOrder, readStoredOrders } from './stored-order.js';

// Some five thousand rows: more at once is no faster, and would be memory.
const pageSize = 500;
const beforeAll = OrderId('00000000-0000-0000-0000-000000000000');

export type VerifiedPage = {
  /** How many orders were looked at. */
  readonly orders: number;
  readonly faults: readonly Fault[];
  /** Where the next page goes on; null after the last. */
  readonly next: OrderId | null;
};

/** Whether a page of orders, or one order, is as its events say in every table. */
export class VerifyOrders extends Query<VerifiedPage> {
  /** @param selection `after` is null for the first page */
  constructor(readonly selection: { readonly orderId: OrderId } | { readonly after: OrderId | null }) {
    super();
  }
}

@QueryHandler(VerifyOrders)
export class VerifyOrdersHandler implements IQueryHandler<VerifyOrders> {
  constructor(private readonly database: Database) {}

  async execute({ selection }: VerifyOrders): Promise<VerifiedPage> {
    const orders =
      'orderId' in selection
        ? await readStoredOrder(this.database, selection.orderId)
        : await readStoredOrders(this.database, selection.after ?? beforeAll, pageSize);
    const next = orders.length === pageSize ? (orders.at(-1)?.orderId ?? null) : null;
    return { orders: orders.length, faults: orders.flatMap(findFaults), next };
  }
}
