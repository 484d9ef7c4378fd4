import type { OrderId } from '../../../src/kernel/ids.js';
import { toStoredOperation, toStoredPayment } from '../../../src/payment/record.js';
import type { PaymentState } from '../../../src/payment/state.js';
import { statusOf } from '../../../src/payment/status.js';
import { type DueTask, taskName } from '../../../src/payment/tasks.js';
import type { ChangedOperation, PaymentProgress } from '../../../src/store/payment-progress.js';
import { amountsOf } from '../../../src/store/payment-rows.js';
import type { OrderWrite } from '../../../src/store/tables.js';
import { virtualTime } from '../ports/process-clock.js';
import { afterPosting, keyOf } from './ledger-tables.js';
import type { AmountsRow, OperationRow, PaymentRow, PaymentTables } from './payment-rows.js';
import { checkViolation, notNullViolation, uniqueViolation } from './sql-fault.js';

/** What one write does to the tables of payments, once it's committed. */
export type PaymentWrite = {
  readonly tasks: readonly string[];
  readonly keys: readonly string[];
  readonly commit: () => void;
};

const nothing: PaymentWrite = { tasks: [], keys: [], commit: () => undefined };

/**
 * Works out the rows of one write, and looks at what the constraints say of them.
 * @param now the database's clock, when the statement began
 * @throws what the server says of rows that it refuses
 */
export function planPayments(tables: PaymentTables, write: OrderWrite, now: number): PaymentWrite {
  const { orderId, order, payment, commandAnswers } = write;
  const keys = commandAnswers.map(({ key }) => key);
  if (keys.some((key) => tables.requests.has(key)) || new Set(keys).size < keys.length) throw uniqueViolation();
  const answers = () => {
    for (const { key, fingerprint, answer } of commandAnswers) {
      const kept = JSON.parse(JSON.stringify(answer)) as typeof answer;
      tables.requests.set(key, { orderId, fingerprint, answer: kept });
    }
  };
  // An input that an order without a payment ignored is an event, and nothing more.
  if (payment === null || payment.after.stage === 'None') return { ...nothing, keys, commit: answers };
  const isMoved = payment.events.length > 0;
  const row = isMoved ? paymentRow(tables, orderId, order.version, payment, now) : null;
  const amounts = isMoved ? amountsRow(tables, orderId, payment) : null;
  const operations = [...payment.operations].map(([id, change]) => operationRow(tables, orderId, id, change, now));
  const balances = afterPosting(tables, payment.entries);
  return {
    tasks: [...payment.tasks.keys(), ...payment.endedTasks.keys()],
    keys,
    commit: () => {
      if (row !== null) tables.payments.set(orderId, row);
      if (amounts !== null) tables.amounts.set(orderId, amounts);
      for (const operation of operations)
        if (operation !== null) tables.operations.set(operation.operationId, operation);
      for (const name of payment.endedTasks.keys()) tables.tasks.delete(name);
      for (const task of payment.tasks.values()) addTask(tables, orderId, task, now);
      for (const entry of payment.entries) tables.entries.set(keyOf(entry), entry);
      for (const [key, balance] of balances) tables.balances.set(key, balance);
      answers();
    },
  };
}

const totalOf = (state: PaymentState) => ('total' in state ? state.total : null);

function paymentRow(
  tables: PaymentTables,
  orderId: OrderId,
  version: number,
  payment: PaymentProgress,
  now: number,
): PaymentRow {
  const { before, after } = payment;
  const known = tables.payments.get(orderId);
  if (before.stage === 'None' && known !== undefined) throw uniqueViolation();
  return {
    orderId,
    status: statusOf(after),
    version,
    total: totalOf(after)?.minor ?? null,
    reviewReason: 'review' in after ? (after.review?.reason ?? null) : null,
    state: toStoredPayment(after),
    wake: wakeAfter(payment.wake, known?.wake ?? null, now),
  };
}

function wakeAfter(wake: PaymentProgress['wake'], before: PaymentRow['wake'], now: number): PaymentRow['wake'] {
  if (wake.kind === 'keep') return before;
  if (wake.kind === 'clear') return null;
  const { due, deadline } = wake;
  return { at: 'at' in due ? virtualTime(due.at) : now + due.afterMs, deadline };
}

function amountsRow(
  tables: PaymentTables,
  orderId: OrderId,
  { before, after, entries }: PaymentProgress,
): AmountsRow | null {
  const total = totalOf(after);
  if (total === null) return null;
  const isNew = totalOf(before) === null;
  const known = tables.amounts.get(orderId);
  if (isNew && known !== undefined) throw uniqueViolation();
  const added = entries
    .filter(({ purpose, side }) => purpose === 'Authorized' && side === 'debit')
    .reduce((sum, { amount }) => sum + amount.minor, 0n);
  const row = { ...amountsOf(after), currency: total.currency, authorized: (known?.authorized ?? 0n) + added };
  const { held, captured, authorized, refunding, refunded } = row;
  const isWithinAuthorization = held >= 0n && captured >= 0n && held + captured <= authorized;
  const isWithinCapture = refunding >= 0n && refunded >= 0n && refunding + refunded <= captured;
  if (!isWithinAuthorization || !isWithinCapture) throw checkViolation();
  return row;
}

function operationRow(
  tables: PaymentTables,
  orderId: OrderId,
  operationId: OperationRow['operationId'],
  { operation, status, reference }: ChangedOperation,
  now: number,
): OperationRow | null {
  const known = tables.operations.get(operationId);
  if (operation === undefined)
    return known === undefined ? null : { ...known, status, reference: reference ?? known.reference };
  const { kind, attempt } = operation;
  const isTaken = [...tables.operations.values()].some(
    (one) => one.orderId === orderId && one.kind === kind && one.attempt === attempt,
  );
  if (known !== undefined || isTaken) throw uniqueViolation();
  if (!Number.isInteger(attempt)) throw notNullViolation();
  const stored = toStoredOperation(operation);
  return {
    ...{ operationId, orderId, kind, attempt, status, operation: stored },
    ...{ reference: reference ?? null, requestedAt: now },
  };
}

function addTask({ tasks }: PaymentTables, orderId: OrderId, due: DueTask, now: number): void {
  const { afterMs, ...task } = due;
  const known = tasks.get(taskName(task));
  const dueAt = Math.min(now + afterMs, known?.dueAt ?? Infinity);
  tasks.set(taskName(task), { ...task, orderId, dueAt, claims: known?.claims ?? 0 });
}
