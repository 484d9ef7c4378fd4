import type { WriterDatabase } from '../../../src/platform/prisma/database.js';
import type { MemoryStore } from '../store/memory-store.js';

/** Every table of payments and of the ledger, row by row: as much of it as the memory keeps, in one writing for both sides. */
export type MoneyRows = Readonly<Record<Table, readonly string[]>>;

const tables = ['payments', 'operations', 'tasks', 'requests', 'amounts', 'entries', 'balances'] as const;
type Table = (typeof tables)[number];

// Deadlines lie five seconds off the steps of this, so that what a run itself takes decides nothing.
const stepMs = 10_000;
// Past every run: an end that the gateway has set, on its own calendar.
const farMs = 100 * 86_400_000;

/** How far off something is, in steps. */
const stepsTo = (ms: number): number | 'far' => (ms > farMs ? 'far' : Math.floor(ms / stepMs));

/** Rows whose fields are in one order, whoever made them, and that are in one order themselves. */
const written = (rows: readonly (readonly unknown[])[]): readonly string[] =>
  rows.map((row) => JSON.stringify(row, (_name, value: unknown) => plain(value))).sort();

function plain(value: unknown): unknown {
  if (typeof value === 'bigint') return value.toString();
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}

export function memoryMoney({ money, now }: MemoryStore): MoneyRows {
  const due = (at: number | undefined) => (at === undefined ? null : stepsTo(at - now));
  return {
    payments: written(
      [...money.payments.values()].map(({ orderId, status, version, total, reviewReason, state, wake }) => [
        ...[orderId, status, version, total, reviewReason, state],
        ...[wake?.deadline.kind ?? null, wake?.deadline.attempt ?? null, due(wake?.at)],
      ]),
    ),
    operations: written(
      [...money.operations.values()].map(({ operationId, orderId, kind, attempt, status, operation, reference }) => [
        ...[operationId, orderId, kind, attempt, status, operation, reference],
      ]),
    ),
    tasks: written(
      [...money.tasks.values()].map(({ operationId, task, number, orderId, dueAt, claims }) => [
        ...[operationId, task, number, orderId, claims, due(dueAt)],
      ]),
    ),
    requests: written(
      [...money.requests].map(([key, { orderId, fingerprint, answer }]) => [key, orderId, fingerprint, answer]),
    ),
    amounts: written(
      [...money.amounts].map(([orderId, { currency, authorized, held, captured, ...row }]) => [
        ...[orderId, currency, authorized, held, captured],
        ...[row.settled, row.refunding, row.refunded, row.chargedBack],
      ]),
    ),
    entries: written(
      [...money.entries.values()].map(({ orderId, operationId, purpose, transfer, side, ...entry }) => [
        ...[orderId, operationId, purpose, transfer, side, entry.account, entry.phase, entry.hold],
        ...[entry.expiresAt?.getTime() ?? null, entry.amount.minor, entry.amount.currency],
      ]),
    ),
    balances: written(
      [...money.balances.values()].map(({ orderId, account, currency, ...sums }) => [
        ...[orderId, account, currency],
        ...[sums.debitsPending, sums.creditsPending, sums.debitsPosted, sums.creditsPosted],
      ]),
    ),
  };
}

const msTo = (column: string): string => `(extract(epoch from ${column} - now()) * 1000)::float8`;

/** Each row as a JSON array; what is due, as milliseconds from now in the last place. */
const sqlOf: Readonly<Record<Table, string>> = {
  payments: `select jsonb_build_array(order_id, status, version, total_minor::text, review_reason, state, deadline_kind,
    deadline_attempt, ${msTo('wake_at')}) from payments`,
  operations: `select jsonb_build_array(operation_id, order_id, kind, attempt, status, operation, reference) from payment_operations`,
  tasks: `select jsonb_build_array(operation_id, task, number, order_id, claims, ${msTo('due_at')}) from gateway_tasks`,
  requests: `select jsonb_build_array(key, order_id, fingerprint, answer) from payment_requests`,
  amounts: `select jsonb_build_array(order_id, currency, authorized_minor::text, held_minor::text, captured_minor::text,
    settled_minor::text, refunding_minor::text, refunded_minor::text, charged_back_minor::text) from payment_amounts`,
  // Entries can't be removed, so those of earlier runs are still there.
  entries: `select jsonb_build_array(order_id, operation_id, purpose, transfer, side, account, phase, hold_operation_id,
    extract(epoch from expires_at) * 1000, amount_minor::text, currency) from ledger_entries where order_id in (select order_id from orders)`,
  balances: `select jsonb_build_array(order_id, account, currency, debits_pending::text, credits_pending::text,
    debits_posted::text, credits_posted::text) from ledger_balances`,
};
const hasDue: ReadonlySet<Table> = new Set(['payments', 'tasks'] as const);

const allSql = `select ${tables.map((table) => `array(${sqlOf[table]}) as ${table}`).join(', ')}`;

export async function postgresMoney({ client }: WriterDatabase): Promise<MoneyRows> {
  const [found] = await client.$queryRawUnsafe<readonly Readonly<Record<Table, readonly unknown[][]>>[]>(allSql);
  const rowsOf = (table: Table) =>
    (found?.[table] ?? []).map((row) => {
      const ms = row.at(-1);
      return hasDue.has(table) && typeof ms === 'number' ? [...row.slice(0, -1), stepsTo(ms)] : row;
    });
  return Object.fromEntries(tables.map((table) => [table, written(rowsOf(table))])) as Record<Table, readonly string[]>;
}
