import type { MessageId, OperationId, OrderId } from '../kernel/ids.js';
import type { Entry } from '../ledger/entry.js';
import { toStoredOperation, toStoredPayment } from '../payment/record.js';
import type { PaymentState } from '../payment/state.js';
import { statusOf } from '../payment/status.js';
import type { DueTask, GatewayTask } from '../payment/tasks.js';
import type { Column, NextRelation } from './columns.js';
import type { ChangedOperation, PaymentProgress } from './payment-progress.js';
import { amountsOf } from './payment-rows.js';
import { type OfOrder, rowsOf, type StatementPart } from './statement-part.js';
import type { NewAnswer, OrderWrite } from './tables.js';

type Paid = { readonly orderId: OrderId; readonly version: number; readonly payment: PaymentProgress };
type Changed = { readonly orderId: OrderId; readonly id: OperationId; readonly change: ChangedOperation };

const totalOf = (state: PaymentState) => ('total' in state ? state.total : null);
const reviewOf = (state: PaymentState): string | null => ('review' in state ? (state.review?.reason ?? null) : null);

const paymentColumns: readonly Column<Paid>[] = [
  { name: 'order_id', type: 'uuid', of: ({ orderId }) => orderId },
  { name: 'is_new', type: 'boolean', of: ({ payment }) => payment.before.stage === 'None' },
  { name: 'status', type: 'text', of: ({ payment }) => statusOf(payment.after) },
  { name: 'version', type: 'int', of: ({ version }) => version },
  { name: 'total_minor', type: 'bigint', of: ({ payment }) => totalOf(payment.after)?.minor ?? null },
  { name: 'currency', type: 'text', of: ({ payment }) => totalOf(payment.after)?.currency ?? null },
  { name: 'review_reason', type: 'text', of: ({ payment }) => reviewOf(payment.after) },
  { name: 'state', type: 'jsonb', of: ({ payment }) => JSON.stringify(toStoredPayment(payment.after)) },
  { name: 'wake', type: 'text', of: ({ payment }) => payment.wake.kind },
  { name: 'wake_at', type: 'timestamptz', of: ({ payment: { wake } }) => wakeAt(wake) },
  { name: 'wake_after_ms', type: 'bigint', of: ({ payment: { wake } }) => wakeAfter(wake) },
  { name: 'deadline_kind', type: 'text', of: ({ payment: { wake } }) => deadlineOf(wake)?.kind ?? null },
  { name: 'deadline_attempt', type: 'int', of: ({ payment: { wake } }) => deadlineOf(wake)?.attempt ?? null },
];

type Wake = PaymentProgress['wake'];
const wakeAt = (wake: Wake): Date | null => (wake.kind === 'set' && 'at' in wake.due ? wake.due.at : null);
const wakeAfter = (wake: Wake): number | null =>
  wake.kind === 'set' && 'afterMs' in wake.due ? wake.due.afterMs : null;
const deadlineOf = (wake: Wake) => (wake.kind === 'set' ? wake.deadline : null);

const amountColumns: readonly Column<Paid>[] = [
  { name: 'order_id', type: 'uuid', of: ({ orderId }) => orderId },
  { name: 'is_new', type: 'boolean', of: ({ payment }) => totalOf(payment.before) === null },
  { name: 'currency', type: 'text', of: ({ payment }) => totalOf(payment.after)?.currency ?? null },
  { name: 'authorized', type: 'bigint', of: ({ payment }) => authorizedBy(payment.entries) },
  { name: 'held', type: 'bigint', of: ({ payment }) => amountsOf(payment.after).held },
  { name: 'captured', type: 'bigint', of: ({ payment }) => amountsOf(payment.after).captured },
  { name: 'settled', type: 'bigint', of: ({ payment }) => amountsOf(payment.after).settled },
  { name: 'refunding', type: 'bigint', of: ({ payment }) => amountsOf(payment.after).refunding },
  { name: 'refunded', type: 'bigint', of: ({ payment }) => amountsOf(payment.after).refunded },
  { name: 'charged_back', type: 'bigint', of: ({ payment }) => amountsOf(payment.after).chargedBack },
];

/** What the payment's state doesn't keep: all that was ever authorized. */
const authorizedBy = (entries: readonly Entry[]): bigint =>
  entries
    .filter(({ purpose, side }) => purpose === 'Authorized' && side === 'debit')
    .reduce((sum, { amount }) => sum + amount.minor, 0n);

const operationColumns: readonly Column<Changed>[] = [
  { name: 'order_id', type: 'uuid', of: ({ orderId }) => orderId },
  { name: 'operation_id', type: 'uuid', of: ({ id }) => id },
  { name: 'kind', type: 'text', of: ({ change }) => change.operation?.kind ?? null },
  { name: 'attempt', type: 'int', of: ({ change }) => change.operation?.attempt ?? null },
  { name: 'status', type: 'text', of: ({ change }) => change.status },
  { name: 'amount_minor', type: 'bigint', of: ({ change }) => amountOf(change)?.minor ?? null },
  { name: 'currency', type: 'text', of: ({ change }) => amountOf(change)?.currency ?? null },
  { name: 'operation', type: 'jsonb', of: ({ change: { operation } }) => storedOperation(operation) },
  { name: 'reference', type: 'text', of: ({ change }) => change.reference ?? null },
  { name: 'fee_minor', type: 'bigint', of: ({ change }) => change.feeMinor ?? null },
  { name: 'reason', type: 'text', of: ({ change }) => change.reason ?? null },
  { name: 'requested_by', type: 'text', of: ({ change }) => change.requestedBy },
];

const amountOf = ({ operation }: ChangedOperation) =>
  operation === undefined || operation.kind === 'void' ? null : operation.amount;
const storedOperation = (operation: ChangedOperation['operation']): string | null =>
  operation === undefined ? null : JSON.stringify(toStoredOperation(operation));

const taskColumns: readonly Column<OfOrder<DueTask>>[] = [
  { name: 'order_id', type: 'uuid', of: ({ orderId }) => orderId },
  { name: 'operation_id', type: 'uuid', of: ({ row }) => row.operationId },
  { name: 'task', type: 'text', of: ({ row }) => row.task },
  { name: 'number', type: 'int', of: ({ row }) => row.number },
  { name: 'after_ms', type: 'bigint', of: ({ row }) => row.afterMs },
];

const endedColumns: readonly Column<OfOrder<GatewayTask>>[] = [
  { name: 'order_id', type: 'uuid', of: ({ orderId }) => orderId },
  { name: 'operation_id', type: 'uuid', of: ({ row }) => row.operationId },
  { name: 'task', type: 'text', of: ({ row }) => row.task },
  { name: 'number', type: 'int', of: ({ row }) => row.number },
];

const entryColumns: readonly Column<Entry>[] = [
  { name: 'order_id', type: 'uuid', of: ({ orderId }) => orderId },
  { name: 'operation_id', type: 'uuid', of: ({ operationId }) => operationId },
  { name: 'purpose', type: 'text', of: ({ purpose }) => purpose },
  { name: 'transfer', type: 'smallint', of: ({ transfer }) => transfer },
  { name: 'side', type: 'text', of: ({ side }) => side },
  { name: 'account', type: 'text', of: ({ account }) => account },
  { name: 'phase', type: 'text', of: ({ phase }) => phase },
  { name: 'hold_operation_id', type: 'uuid', of: ({ hold }) => hold },
  { name: 'expires_at', type: 'timestamptz', of: ({ expiresAt }) => expiresAt },
  { name: 'amount_minor', type: 'bigint', of: ({ amount }) => amount.minor },
  { name: 'currency', type: 'text', of: ({ amount }) => amount.currency },
];

const notedColumns: readonly Column<OfOrder<MessageId>>[] = [
  { name: 'order_id', type: 'uuid', of: ({ orderId }) => orderId },
  { name: 'message_id', type: 'text', of: ({ row }) => row },
];

const answerColumns: readonly Column<OfOrder<NewAnswer>>[] = [
  { name: 'order_id', type: 'uuid', of: ({ orderId }) => orderId },
  { name: 'key', type: 'text', of: ({ row }) => row.key },
  { name: 'fingerprint', type: 'text', of: ({ row }) => row.fingerprint },
  { name: 'answer', type: 'jsonb', of: ({ row }) => JSON.stringify(row.answer) },
];

const wakeOfPayment = `case wake when 'set' then coalesce(wake_at, now() + wake_after_ms * interval '1 millisecond') end`;

export const touchesPayments = ({ payment, commandAnswers, noted }: OrderWrite): boolean =>
  payment !== null || commandAnswers.length > 0 || noted.length > 0;

/**
 * What payments add to the transaction: as with orders, only of what is in `ok`. New rows and changes of old ones are told apart
 * beforehand, since a change may keep what it doesn't know. What is only noted raises no version, so that another process may have noted
 * the same: its inbox row alone may be there.
 */
export function paymentPart(next: NextRelation): StatementPart {
  const payments = next('p', paymentColumns);
  const amounts = next('a', amountColumns);
  const operations = next('o', operationColumns);
  const tasks = next('t', taskColumns);
  const ended = next('x', endedColumns);
  const entries = next('l', entryColumns);
  const answers = next('r', answerColumns);
  const noted = next('n', notedColumns);
  const ctes = `
paid as materialized (select p.* from ${payments.sql} join ok using (order_id)),
payments_begun as (
  insert into payments (order_id, status, version, total_minor, currency, review_reason, state, wake_at, deadline_kind, deadline_attempt)
  select order_id, status, version, total_minor, currency, review_reason, state, ${wakeOfPayment}, deadline_kind, deadline_attempt
  from paid where is_new),
payments_moved as (
  update payments o set status = p.status, version = p.version, total_minor = p.total_minor, currency = p.currency,
    review_reason = p.review_reason, state = p.state, updated_at = now(),
    wake_at = case p.wake when 'keep' then o.wake_at when 'set' then coalesce(p.wake_at, now() + p.wake_after_ms * interval '1 millisecond') end,
    deadline_kind = case p.wake when 'keep' then o.deadline_kind else p.deadline_kind end,
    deadline_attempt = case p.wake when 'keep' then o.deadline_attempt else p.deadline_attempt end
  from paid p where o.order_id = p.order_id and not p.is_new),
amounts as materialized (select a.* from ${amounts.sql} join ok using (order_id) where a.currency is not null),
amounts_begun as (
  insert into payment_amounts (order_id, currency, authorized_minor, held_minor, captured_minor, settled_minor, refunding_minor,
    refunded_minor, charged_back_minor)
  select order_id, currency, authorized, held, captured, settled, refunding, refunded, charged_back from amounts where is_new),
amounts_moved as (
  update payment_amounts o set authorized_minor = o.authorized_minor + a.authorized, held_minor = a.held, captured_minor = a.captured,
    settled_minor = a.settled, refunding_minor = a.refunding, refunded_minor = a.refunded, charged_back_minor = a.charged_back
  from amounts a where o.order_id = a.order_id and not a.is_new),
changed as materialized (select o.* from ${operations.sql} join ok using (order_id)),
operations_begun as (
  insert into payment_operations (order_id, operation_id, kind, attempt, status, amount_minor, currency, operation, reference, fee_minor,
    reason, requested_by)
  select order_id, operation_id, kind, attempt, status, amount_minor, currency, operation, reference, fee_minor, reason, requested_by
  from changed where kind is not null),
operations_moved as (
  update payment_operations o set status = c.status, reference = coalesce(c.reference, o.reference),
    fee_minor = coalesce(c.fee_minor, o.fee_minor), reason = c.reason, updated_at = now()
  from changed c where o.operation_id = c.operation_id and c.kind is null),
tasks_ended as (
  delete from gateway_tasks g using ${ended.sql} join ok using (order_id)
  where (g.operation_id, g.task, g.number) = (x.operation_id, x.task, x.number)),
tasks_due as (
  insert into gateway_tasks as g (order_id, operation_id, task, number, due_at)
  select t.order_id, t.operation_id, t.task, t.number, now() + t.after_ms * interval '1 millisecond'
  from ${tasks.sql} join ok using (order_id)
  on conflict (operation_id, task, number) do update set due_at = least(g.due_at, excluded.due_at)),
posted as (
  insert into ledger_entries (${entries.names})
  select l.* from ${entries.sql} join ok using (order_id)),
answered as (
  insert into payment_requests (order_id, key, fingerprint, answer)
  select r.order_id, r.key, r.fingerprint, r.answer from ${answers.sql} join ok using (order_id)),
noted as (
  insert into inbox (${noted.names}) select n.* from ${noted.sql} join ok using (order_id)
  on conflict do nothing)`;
  return {
    ctes,
    parameters: (to, writes) => {
      const touched = writes.flatMap(({ orderId, order: { version }, payment }) =>
        // An input that an order without a payment ignored is an event, and nothing more.
        payment === null || payment.after.stage === 'None' ? [] : [{ orderId, version, payment }],
      );
      const paid = touched.filter(({ payment }) => payment.events.length > 0);
      return [
        ...payments.parameters(to, paid),
        ...amounts.parameters(to, paid),
        ...operations.parameters(to, paid.flatMap(changesOf)),
        ...tasks.parameters(
          to,
          rowsOf(touched, ({ payment }) => payment.tasks.values()),
        ),
        ...ended.parameters(
          to,
          rowsOf(touched, ({ payment }) => payment.endedTasks.values()),
        ),
        ...entries.parameters(
          to,
          paid.flatMap(({ payment }) => payment.entries),
        ),
        ...answers.parameters(
          to,
          rowsOf(writes, (write) => write.commandAnswers),
        ),
        ...noted.parameters(
          to,
          rowsOf(writes, (write) => write.noted),
        ),
      ];
    },
  };
}

const changesOf = ({ orderId, payment }: Paid): readonly Changed[] =>
  [...payment.operations].map(([id, change]) => ({ orderId, id, change }));
