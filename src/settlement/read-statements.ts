const page = 200;

/** What the ledger calls the booking that a line of a category settles. */
const purposeOf = (category: string): string =>
  `case ${category} when 'capture' then 'Captured' when 'refund' then 'RefundConfirmed' when 'refund_failure' then 'RefundFailed' end`;

// What the gateway owes more by it: less than zero for a refund.
const owed = `case e.side when 'debit' then e.amount_minor else -e.amount_minor end`;

export const openLinesSql = `
select l.position, l.gateway, l.line_id as "lineId", l.payout_id as "payoutId", l.reference, l.category, l.gross_minor as gross,
  l.fee_minor as fee, l.net_minor as net, l.currency, l.available_on as "availableOn", l.status, b.kind as "openBreak",
  o.order_id as "orderId", o.operation_id as "operationId", o.fee_minor as "toldFee"
from payout_lines l
left join lateral (
  select order_id, operation_id, fee_minor from payment_operations
  where reference = l.reference and kind = case l.category when 'capture' then 'capture' when 'refund' then 'refund' when 'refund_failure' then 'refund' end
  order by operation_id limit 1) o on true
left join settlement_breaks b on b.gateway = l.gateway and b.line_id = l.line_id and b.resolved_at is null
where l.status in ('imported', 'unexplained') and l.position > $1
order by l.position limit ${page}`;

export const foundCapturesSql = `
select order_id as "orderId", state -> 'capture' ->> 'reference' as reference
from payments where state -> 'capture' ->> 'reference' = any($1)`;

// An order has one capture, which need not be an operation of ours.
export const postedSql = `
select a.index, e.operation_id as "operationId", ${owed} as posted, e.currency,
  exists (select from payout_lines l where l.order_id = e.order_id and l.operation_id = e.operation_id
    and l.category = a.category and l.status = 'matched') as settled
from jsonb_to_recordset($1::jsonb) a (index int, "orderId" uuid, "operationId" uuid, category text)
join ledger_entries e on e.order_id = a."orderId" and e.account = 'psp_clearing' and e.purpose = ${purposeOf('a.category')}
  and (a.category = 'capture' or e.operation_id = a."operationId")`;

export const answersSql = `
select e.caused_by as "messageId", e.type, e.data ->> 'reason' as reason, e.recorded_at as at
from unnest($1::uuid[], $2::text[]) asked (order_id, message_id)
join order_events e on e.order_id = asked.order_id and e.caused_by = asked.message_id
where e.type in ('payment.PaymentSettled', 'payment.RefundSettled', 'payment.InputIgnored')`;

export const absentSql = `
with posted as materialized (
  select e.order_id, e.operation_id, e.currency, e.recorded_at, ${owed} as owed,
    case e.purpose when 'Captured' then 'capture' when 'RefundConfirmed' then 'refund' else 'refund_failure' end as category,
    exists (select from payout_lines l where l.order_id = e.order_id and l.operation_id = e.operation_id and l.category =
      case e.purpose when 'Captured' then 'capture' when 'RefundConfirmed' then 'refund' else 'refund_failure' end) as has_line
  from ledger_entries e where e.account = 'psp_clearing' and e.purpose in ('Captured', 'RefundConfirmed', 'RefundFailed')),
reached as (
  select currency, category, max(recorded_at) as reached from posted where has_line group by currency, category)
select p.order_id as "orderId", p.operation_id as "operationId", p.category, o.reference, p.owed as posted, p.currency,
  p.recorded_at as "madeAt", r.reached
from posted p left join reached r using (currency, category)
left join payment_operations o on o.operation_id = p.operation_id
where not p.has_line and (p.recorded_at < r.reached or p.recorded_at < $1)
order by p.operation_id, p.category`;
