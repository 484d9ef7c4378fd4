import { Currency } from '../kernel/currency.js';
import { BasketId, type OrderId } from '../kernel/ids.js';
import type { OrderState, TerminalStatus } from '../order/state.js';
import type { StoredOrder } from './tables.js';

/** A row of orders with the contact in force, as the read statement returns it. */
export type OrderRow = {
  readonly order_id: OrderId;
  readonly version: number;
  readonly status: 'Awaiting' | 'Placed' | TerminalStatus;
  readonly basket_id: string | null;
  readonly total_minor: bigint | null;
  readonly currency: string | null;
  readonly conversation_id: string | null;
  readonly timeout_retry_count: number;
  readonly basket_deleted: boolean;
  readonly contact_version: number | null;
  readonly out_sequence: number;
  readonly full_name: string | null;
  readonly email: string | null;
};

export const orderRowColumns = `o.order_id, o.version, o.status, o.basket_id, o.total_minor, o.currency, o.conversation_id,
  o.timeout_retry_count, o.basket_deleted, o.contact_version, o.out_sequence, c.full_name, c.email`;

/** The row of a checked-out order; what an Awaiting one waits for stands in its events. */
export function fromOrderRow(row: OrderRow, status: 'Placed' | TerminalStatus): StoredOrder {
  const { total_minor: minor, currency, basket_id: basketId } = row;
  const state: OrderState = {
    status,
    details: {
      fullName: row.full_name,
      email: row.email,
      basketId: basketId === null ? null : BasketId(basketId),
      total: minor === null || currency === null ? null : { minor, currency: Currency(currency) },
    },
    conversationId: row.conversation_id,
    timeoutRetryCount: row.timeout_retry_count,
    basketDeleted: row.basket_deleted,
  };
  return { version: row.version, state, contactVersion: row.contact_version, outSequence: row.out_sequence };
}
