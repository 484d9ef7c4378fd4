import { Currency } from '../kernel/currency.js';
import { BasketId, OrderId } from '../kernel/ids.js';
import type { Money } from '../kernel/money.js';
import type { Status } from '../order/state.js';
import { Prisma } from '../platform/prisma/generated/client.js';

/** The states that anybody outside sees: an order that awaits its checkout is hidden. */
export type VisibleState = Exclude<Status, 'None' | 'Awaiting'>;
export const visibleStates = ['Placed', 'Completed', 'Cancelled', 'Failed'] as const satisfies readonly VisibleState[];

/** An order as it stands. Null: not known, or erased. */
export type OrderView = {
  readonly id: OrderId;
  readonly basketId: BasketId | null;
  readonly fullName: string | null;
  readonly email: string | null;
  readonly state: VisibleState;
  readonly total: Money | null;
  readonly placedAt: Date;
  readonly updatedAt: Date;
  /** Events so far. */
  readonly version: number;
  readonly timeoutRetryCount: number;
};

export type OrderRow = {
  readonly order_id: string;
  readonly version: number;
  readonly status: string;
  readonly basket_id: string | null;
  readonly total_minor: bigint | null;
  readonly currency: string | null;
  readonly timeout_retry_count: number;
  readonly placed_at: Date | null;
  readonly updated_at: Date;
  readonly full_name: string | null;
  readonly email: string | null;
};

// Raw, since Prisma's client would ask orders and contacts apart, and would write one text per number of ids: each text
// becomes a named statement on every connection.
export const orderColumns = Prisma.sql`o.order_id, o.version, o.status, o.basket_id, o.total_minor, o.currency,
  o.timeout_retry_count, o.placed_at, o.updated_at, c.full_name, c.email`;
export const ordersWithContact = Prisma.sql`orders o
  left join contacts c on c.order_id = o.order_id and c.version = o.contact_version`;
export const isVisible = Prisma.sql`o.status <> 'Awaiting'`;

/** A row that the store can't have written. */
export class UnreadableOrder extends Error {
  readonly code = 'QUERY.UNREADABLE_ORDER';
  constructor(orderId: string, what: string) {
    super(`Order ${orderId} can't be read: ${what}`);
  }
}

function stateOf({ order_id, status }: OrderRow): VisibleState {
  const state = visibleStates.find((known) => known === status);
  if (state === undefined) throw new UnreadableOrder(order_id, `its status ${status} is not one to be shown`);
  return state;
}

export function toOrderView(row: OrderRow): OrderView {
  if (row.placed_at === null) throw new UnreadableOrder(row.order_id, 'it is checked out, yet was placed at no time');
  return {
    id: OrderId(row.order_id),
    basketId: row.basket_id === null ? null : BasketId(row.basket_id),
    fullName: row.full_name,
    email: row.email,
    state: stateOf(row),
    total:
      row.total_minor === null || row.currency === null
        ? null
        : { minor: row.total_minor, currency: Currency(row.currency) },
    placedAt: row.placed_at,
    updatedAt: row.updated_at,
    version: row.version,
    timeoutRetryCount: row.timeout_retry_count,
  };
}
