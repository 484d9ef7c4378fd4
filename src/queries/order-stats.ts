import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { Database } from '../platform/prisma/database.js';
import { oneAtATime } from './one-at-a-time.js';
import { isVisible, type VisibleState, visibleStates } from './order-view.js';

export type OrderStatsView = {
  readonly total: number;
  readonly counts: Readonly<Record<VisibleState, number>>;
  /** How long the longest-open order has been open; null where none is. */
  readonly oldestPlacedAt: Date | null;
};

type StatsRow = { readonly status: string; readonly orders: bigint; readonly oldest: Date | null };

/** How many orders are in which state. */
export class OrderStats extends Query<OrderStatsView> {}

@QueryHandler(OrderStats)
export class OrderStatsHandler implements IQueryHandler<OrderStats> {
  private readonly count = oneAtATime((_everything: null) => this.read());

  constructor(private readonly database: Database) {}

  execute(): Promise<OrderStatsView> {
    return this.count(null);
  }

  private async read(): Promise<OrderStatsView> {
    const rows = await this.database.client.$queryRaw<StatsRow[]>`
      select o.status, count(*) as orders, min(o.placed_at) as oldest
      from orders o where ${isVisible} group by o.status`;
    const count = (state: VisibleState) => Number(rows.find(({ status }) => status === state)?.orders ?? 0n);
    return {
      total: visibleStates.reduce((sum, state) => sum + count(state), 0),
      counts: {
        Placed: count('Placed'),
        Completed: count('Completed'),
        Cancelled: count('Cancelled'),
        Failed: count('Failed'),
      },
      oldestPlacedAt: rows.find(({ status }) => status === 'Placed')?.oldest ?? null,
    };
  }
}
