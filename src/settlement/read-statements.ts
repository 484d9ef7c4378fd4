const page = 200;

/** What the ledger calls the booking that a line of a category settles; a dispute's go both ways. */
const purposeOf = (category: string, isOut: string): string =>
  `case ${category} when 'capture' then 'Captured' when 'refund' then 'RefundConfirmed' when 'refund_failure' then 'RefundFailed'
    when 'dispute' then case when ${isOut} then 'DisputeOpened' else 'DisputeWon' end end`;
const categoryOf = (purpose: string): string =>
  `case ${purpose} when 'Captured' then 'capture' when 'RefundConfirmed' then 'refund' when 'RefundFailed' then 'refund_failure'
    else 'dispute' end`;
const disputes = `('DisputeOpened', 'DisputeWon')`;

// What the gateway owes more by it: less than zero for a refund.
const owed = `case e.side when 'debit' then e.amount_minor else -e.amount_minor end`;

export const openLinesSql = `
select l.position, l.gateway, l.line_id as "lineId", l.payout_id as "payoutId", l.reference, l.category, l.gross_minor as gross,
  l.fee_minor as fee, l.net_minor as net, l.currency, l.available_on as "availableOn", l.status, b.kind as "openBreak",
  o.order_id as "orderId", o.operation_id as "operationId", o.fee_minor as "toldFee"
from payout_lines l
left join lateral (
  select order_id, operation_id, fee_minor from payment_operations
  where reference = l.reference and kind = case l.category when 'capture' then 'capture' when 'refund' then 'refund' when 'refund_failure' then 'refund'
    when 'dispute' then 'capture' end
  order by operation_id limit 1) o on true
left join settlement_breaks b on b.gateway = l.gateway and b.line_id = l.line_id and b.resolved_at is null
where l.status in ('imported', 'unexplained') and l.position > $1
order by l.position limit ${page}`;

export const foundCapturesSql = `
select order_id as "orderId", state -> 'capture' ->> 'reference' as reference
from payments where state -> 'capture' ->> 'reference' = any($1)`;

// An order has one capture, which need not be an operation of ours, and one dispute, which never is. The first transfer of a
// dispute's posting is what the bank takes, or gives back; another one is the gateway's fee.
export const postedSql = `
select a.index, e.operation_id as "operationId", ${owed} as posted, e.currency,
  case a.category when 'dispute' then coalesce((
    select case f.side when 'debit' then f.amount_minor else -f.amount_minor end from ledger_entries f
    where (f.order_id, f.operation_id, f.purpose, f.account) = (e.order_id, e.operation_id, e.purpose, 'psp_fees')), 0) end as fee,
  exists (select from payout_lines l where l.order_id = e.order_id and l.operation_id = e.operation_id
    and l.category = a.category and l.status = 'matched'
    and (a.category <> 'dispute' or (l.gross_minor < 0) = a."isOut")) as settled
from jsonb_to_recordset($1::jsonb) a (index int, "orderId" uuid, "operationId" uuid, category text, "isOut" boolean)
join ledger_entries e on e.order_id = a."orderId" and e.account = 'psp_clearing'
  and e.purpose = ${purposeOf('a.category', 'a."isOut"')}
  and case a.category when 'capture' then true when 'dispute' then e.transfer = 1 else e.operation_id = a."operationId" end`;

export const answersSql = `
select e.caused_by as "messageId", e.type, e.data ->> 'reason' as reason, e.recorded_at as at
from unnest($1::uuid[], $2::text[]) asked (order_id, message_id)
join order_events e on e.order_id = asked.order_id and e.caused_by = asked.message_id
where e.type in ('payment.PaymentSettled', 'payment.RefundSettled', 'payment.DisputeSettled', 'payment.InputIgnored')`;

export const absentSql = `
with posted as materialized (
  select e.order_id, e.operation_id, e.currency, e.recorded_at, ${owed} as owed,
    ${categoryOf('e.purpose')} as category,
    exists (select from payout_lines l where l.order_id = e.order_id and l.operation_id = e.operation_id
      and l.category = ${categoryOf('e.purpose')}
      and (l.category <> 'dispute' or (l.gross_minor < 0) = (e.purpose = 'DisputeOpened'))) as has_line
  from ledger_entries e where e.account = 'psp_clearing' and (e.purpose in ('Captured', 'RefundConfirmed', 'RefundFailed')
    or e.purpose in ${disputes} and e.transfer = 1)),
reached as (
  select currency, category, max(recorded_at) as reached from posted where has_line group by currency, category)
select p.order_id as "orderId", p.operation_id as "operationId", p.category, p.owed as posted,
  case p.category when 'dispute' then (select state -> 'capture' ->> 'reference' from payments where order_id = p.order_id)
    else o.reference end as reference, p.currency,
  p.recorded_at as "madeAt", r.reached
from posted p left join reached r using (currency, category)
left join payment_operations o on o.operation_id = p.operation_id
where not p.has_line and (p.recorded_at < r.reached or p.recorded_at < $1)
order by p.operation_id, p.category, p.owed`;
