import type { IncomingEvent } from './incoming-event.js';

const outcomes = {
  UserCheckedOutIntegrationEvent: { status: 'Placed', fact: 'OrderPlaced' },
  BasketDeletedCompleteIntegrationEvent: { status: 'Placed', fact: 'BasketDeleted' },
  OrderStatusChangedToCompleteIntegrationEvent: { status: 'Completed', fact: 'OrderCompleted' },
} as const;

/** What an event makes of its order. */
export const outcomeOf = ({ type }: IncomingEvent) => outcomes[type as keyof typeof outcomes];

/**
 * A step in one statement, the quickest form that a single step has: the inbox row, the order and the event, where the message is new.
 * @param then what to select from `moved`, which has one row for a new message and none for a repeated one
 */
export const stepSql = (then: string): string => `
with seen as (
  insert into inbox (order_id, message_id) values ($1, $2) on conflict do nothing returning order_id),
moved as (
  insert into orders as o (order_id, version, status, basket_id, total_minor, currency, placed_at)
  select order_id, 1, $3, $4, 4250, 'USD', now() from seen
  on conflict (order_id) do update set version = o.version + 1, status = excluded.status, updated_at = now()
  returning o.order_id, o.version),
happened as (
  insert into order_events (order_id, version, type, data, caused_by, actor)
  select order_id, version, $5, '{"details": {"total": {"amount": "42.50", "currency": "USD"}}}', $2, 'neighbour' from moved)
select ${then} from moved`;

export function stepParameters(event: IncomingEvent): readonly string[] {
  const { status, fact } = outcomeOf(event);
  return [event.orderId, event.messageId, status, event.basketId, fact];
}
