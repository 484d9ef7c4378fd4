import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import type { OrderId } from '../kernel/ids.js';
import { isPaymentEvent } from '../payment/record.js';
import { Database } from '../platform/prisma/database.js';
import { batched } from './batched.js';
import { byOrder } from './by-order.js';
import { isVisible } from './order-view.js';
import { withoutTokens } from './payments/method-ending.js';

/** One fact of an order's life, as it is stored. */
export type TimelineEntry = {
  readonly version: number;
  readonly type: string;
  readonly recordedAt: Date;
  /** Who acted: a neighbour's address, `timer`, or an operator. */
  readonly actor: string;
  /** The message that caused it. */
  readonly causedBy: string;
  readonly conversationId: string | null;
  /** What the event carries. Never a name or an e-mail address, which stand in their own table, nor a whole token. */
  readonly data: unknown;
};

type EventRow = {
  readonly order_id: string;
  readonly version: number;
  readonly type: string;
  readonly recorded_at: Date;
  readonly actor: string;
  readonly caused_by: string;
  readonly conversation_id: string | null;
  readonly data: unknown;
};

const toEntry = (row: EventRow): TimelineEntry => ({
  version: row.version,
  type: row.type,
  recordedAt: row.recorded_at,
  actor: row.actor,
  causedBy: row.caused_by,
  conversationId: row.conversation_id,
  data: isPaymentEvent(row.type) ? withoutTokens(row.data) : row.data,
});

/** Everything that happened to an order, ignored inputs too, first things first; null as in GetOrder. */
export class OrderTimeline extends Query<readonly TimelineEntry[] | null> {
  constructor(readonly orderId: OrderId) {
    super();
  }
}

@QueryHandler(OrderTimeline)
export class OrderTimelineHandler implements IQueryHandler<OrderTimeline> {
  private readonly find = batched((ids: readonly OrderId[]) => this.read(ids));

  constructor(private readonly database: Database) {}

  execute({ orderId }: OrderTimeline): Promise<readonly TimelineEntry[] | null> {
    return this.find(orderId);
  }

  private async read(ids: readonly OrderId[]): Promise<ReadonlyMap<OrderId, readonly TimelineEntry[]>> {
    const rows = await this.database.client.$queryRaw<EventRow[]>`
      select e.order_id, e.version, e.type, e.recorded_at, e.actor, e.caused_by, e.conversation_id, e.data
      from order_events e join orders o on o.order_id = e.order_id
      where e.order_id = any(${[...ids]}::uuid[]) and ${isVisible}
      order by e.order_id, e.version`;
    return byOrder(rows, (row) => [toEntry(row)]);
  }
}
