import { toStoredPayment } from '../../../src/payment/record.js';
import type { PaymentState } from '../../../src/payment/state.js';
import { statusOf } from '../../../src/payment/status.js';
import { authorized, live, type Step, total } from '../../payment/payment-life.js';
import type { ReadDatabase, SeededOrder } from '../read-database.js';

type Amounts = Partial<
  Record<'authorized' | 'held' | 'captured' | 'settled' | 'refunding' | 'refunded' | 'charged_back', number>
>;

export type SeededPayment = {
  readonly order: SeededOrder;
  /** What happened to it, authorized unless said otherwise. */
  readonly steps?: readonly Step[];
  readonly createdAt?: string;
  /** In minor units; none at all: no money has moved. */
  readonly amounts?: Amounts;
  readonly wakeAt?: string;
  readonly deadlineKind?: string;
  /** Instead of the total's. */
  readonly currency?: string;
};

const totalOf = (state: PaymentState) => (state.stage === 'None' || state.stage === 'NotNeeded' ? null : state.total);
const reviewOf = (state: PaymentState) =>
  state.stage === 'None' || state.stage === 'NotNeeded' ? null : (state.review?.reason ?? null);

/** An order with a payment that came to its state by the rules, as the store keeps it. */
export async function seedPayment(tables: ReadDatabase, payment: SeededPayment): Promise<void> {
  const { order, steps = authorized, createdAt = '2026-07-01T12:00:00.123456Z', wakeAt, deadlineKind } = payment;
  await tables.seed(order);
  const { state } = live(...steps);
  const sum = totalOf(state);
  const currency = payment.currency ?? sum?.currency ?? null;
  await tables.query(
    `insert into payments (order_id, status, version, total_minor, currency, review_reason, state, wake_at, deadline_kind,
       deadline_attempt, created_at, updated_at)
     values ($1, $2, 1, $3, $4, $5, $6, $7, $8, $9, $10, $10)`,
    [
      ...[order.id, statusOf(state), sum === null ? null : String(sum.minor), currency, reviewOf(state)],
      ...[JSON.stringify(toStoredPayment(state)), wakeAt ?? null, deadlineKind ?? null],
      ...[wakeAt === undefined ? null : 1, createdAt],
    ],
  );
  if (payment.amounts !== undefined) await seedAmounts(tables, order.id, currency ?? 'USD', payment.amounts);
}

async function seedAmounts(tables: ReadDatabase, orderId: string, currency: string, amounts: Amounts): Promise<void> {
  const names = Object.keys(amounts).map((name) => `${name}_minor`);
  const places = names.map((_name, index) => `$${String(index + 3)}`);
  await tables.query(
    `insert into payment_amounts (order_id, currency, ${names.join(', ')}) values ($1, $2, ${places.join(', ')})`,
    [orderId, currency, ...Object.values(amounts)],
  );
}

export type SeededOperation = {
  readonly id: string;
  readonly orderId: string;
  readonly kind: 'authorize' | 'capture' | 'void' | 'refund';
  readonly attempt?: number;
  readonly status?: string;
  readonly amountMinor?: number | null;
  readonly currency?: string;
  readonly reference?: string;
  readonly feeMinor?: number;
  readonly reason?: string;
  readonly requestedAt?: string;
};

/** The operation itself holds a token that nobody may be told. */
export const secretToken = 'tok_of_the_operation';

export async function seedOperation(tables: ReadDatabase, operation: SeededOperation): Promise<void> {
  const { id, orderId, kind, attempt = 1, status = 'succeeded', requestedAt = '2026-07-01T12:00:01.500Z' } = operation;
  const { amountMinor = Number(total.minor), currency = 'USD', reference, feeMinor, reason } = operation;
  await tables.query(
    `insert into payment_operations (operation_id, order_id, kind, attempt, status, amount_minor, currency, operation, reference,
       fee_minor, reason, requested_by, requested_at, updated_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 'mai', $12, $12)`,
    [
      ...[id, orderId, kind, attempt, status, amountMinor, amountMinor === null ? null : currency],
      ...[JSON.stringify({ method: { token: secretToken } }), reference ?? null, feeMinor ?? null, reason ?? null],
      requestedAt,
    ],
  );
}

export type SeededTransfer = {
  readonly orderId: string;
  readonly operationId: string;
  readonly purpose: string;
  readonly debit: string;
  readonly credit: string;
  readonly amountMinor: number;
  readonly currency?: string;
  /** The operation that authorized it; none: it's posted. */
  readonly hold?: { readonly operationId: string; readonly phase: 'pending' | 'post' | 'void' };
  readonly recordedAt?: string;
};

export async function seedTransfer(tables: ReadDatabase, transfer: SeededTransfer): Promise<void> {
  const { orderId, operationId, purpose, debit, credit, amountMinor, currency = 'USD', hold } = transfer;
  const { recordedAt = '2026-07-01T12:00:02Z' } = transfer;
  // Both sides at once: a balance is only right after the whole transfer.
  await tables.query(
    `insert into ledger_entries (order_id, operation_id, purpose, transfer, side, account, phase, hold_operation_id, expires_at,
       amount_minor, currency, recorded_at)
     select $1, $2, $3, 1, side, account, $6, $7, $8, $9, $10, $11
     from (values ('credit', $5), ('debit', $4)) as sides (side, account)`,
    [
      ...[orderId, operationId, purpose, debit, credit, hold?.phase ?? 'posted', hold?.operationId ?? null],
      ...[hold?.phase === 'pending' ? '2026-07-08T00:00:00Z' : null, amountMinor, currency, recordedAt],
    ],
  );
}
