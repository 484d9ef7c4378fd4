import { Currency } from '../kernel/currency.js';
import { BasketId, type OrderId } from '../kernel/ids.js';
import type { OrderState, TerminalStatus } from '../order/state.js';
import { fromStoredPayment, type Json } from '../payment/record.js';
import { noPayment } from '../payment/state.js';
import type { StoredOrder } from './tables.js';

/** A row of orders with the contact in force. */
export type OrderRow = {
  readonly orderId: OrderId;
  readonly version: number;
  readonly status: 'Awaiting' | 'Placed' | TerminalStatus;
  readonly basketId: string | null;
  readonly totalMinor: string | null;
  readonly currency: string | null;
  readonly conversationId: string | null;
  readonly timeoutRetryCount: number;
  readonly basketDeleted: boolean;
  readonly contactVersion: number | null;
  readonly outSequence: number;
  readonly fullName: string | null;
  readonly email: string | null;
  /** Read with payments on only; null where there is none. */
  readonly payment?: Json | null;
};

/** A total is a text on its way: a JSON number would lose digits. */
export const orderRowColumns = `o.order_id as "orderId", o.version, o.status, o.basket_id as "basketId",
  o.total_minor::text as "totalMinor", o.currency, o.conversation_id as "conversationId",
  o.timeout_retry_count as "timeoutRetryCount", o.basket_deleted as "basketDeleted",
  o.contact_version as "contactVersion", o.out_sequence as "outSequence", c.full_name as "fullName", c.email`;

/** The row of a checked-out order; what an Awaiting one waits for stands in its events. */
export function fromOrderRow(row: OrderRow, status: 'Placed' | TerminalStatus): StoredOrder {
  const { totalMinor, currency, basketId, conversationId, timeoutRetryCount, basketDeleted } = row;
  const total =
    totalMinor === null || currency === null ? null : { minor: BigInt(totalMinor), currency: Currency(currency) };
  const details = {
    fullName: row.fullName,
    email: row.email,
    basketId: basketId === null ? null : BasketId(basketId),
    total,
  };
  const state: OrderState = { status, details, conversationId, timeoutRetryCount, basketDeleted };
  const payment = row.payment === undefined || row.payment === null ? noPayment : fromStoredPayment(row.payment);
  return { version: row.version, state, payment, contactVersion: row.contactVersion, outSequence: row.outSequence };
}
