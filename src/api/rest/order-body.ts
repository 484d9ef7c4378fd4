import { formatMoney } from '../../kernel/money.js';
import type { TimelineEntry } from '../../queries/order-timeline.js';
import type { OrderView } from '../../queries/order-view.js';

export const toOrderBody = (order: OrderView) => ({
  id: order.id,
  basketId: order.basketId,
  fullName: order.fullName,
  email: order.email,
  state: order.state,
  totalMoney: order.total === null ? null : formatMoney(order.total),
  currency: order.total?.currency ?? null,
  placedAt: order.placedAt.toISOString(),
  updatedAt: order.updatedAt.toISOString(),
  version: order.version,
  timeoutRetryCount: order.timeoutRetryCount,
});

export type OrderBody = ReturnType<typeof toOrderBody>;

export const toEntryBody = (entry: TimelineEntry) => ({ ...entry, recordedAt: entry.recordedAt.toISOString() });

export type EntryBody = ReturnType<typeof toEntryBody>;
