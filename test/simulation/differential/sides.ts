import type { GatewayTasks } from '../../../src/gateway/tasks/gateway-tasks.js';
import { PrismaGatewayTasks } from '../../../src/gateway/tasks/prisma-gateway-tasks.js';
import type { OutboxRows } from '../../../src/outbox/outbox-rows.js';
import type { LaneLeases } from '../../../src/outbox/lane-leases.js';
import { PrismaLaneLeases } from '../../../src/outbox/prisma-lane-leases.js';
import { PrismaOutboxRows } from '../../../src/outbox/prisma-outbox-rows.js';
import { Metrics } from '../../../src/platform/metrics.js';
import { WriterDatabase } from '../../../src/platform/prisma/database.js';
import type { CommandAnswers } from '../../../src/saga/command-answers.js';
import type { DeadLetters } from '../../../src/saga/dead-letters.js';
import { PrismaCommandAnswers } from '../../../src/store/prisma-command-answers.js';
import { PrismaDeadLetters } from '../../../src/store/prisma-dead-letters.js';
import { PrismaTables } from '../../../src/store/prisma-tables.js';
import type { Tables } from '../../../src/store/tables.js';
import type { DueTimers } from '../../../src/timers/due-timers.js';
import { PrismaDueTimers } from '../../../src/timers/prisma-due-timers.js';
import { DirectLine } from '../ports/line.js';
import { SimulatedCommandAnswers } from '../ports/simulated-command-answers.js';
import { SimulatedDeadLetters } from '../ports/simulated-dead-letters.js';
import { SimulatedDueTimers } from '../ports/simulated-due-timers.js';
import { SimulatedGatewayTasks } from '../ports/simulated-gateway-tasks.js';
import { SimulatedLaneLeases } from '../ports/simulated-lane-leases.js';
import { SimulatedOutboxRows } from '../ports/simulated-outbox-rows.js';
import { SimulatedTables } from '../ports/simulated-tables.js';
import { findDuePayments } from '../store/due-orders.js';
import { MemoryStore } from '../store/memory-store.js';
import { memoryMoney, type MoneyRows, postgresMoney } from './money-rows.js';

/** All ports to one database. */
export type Side = {
  readonly tables: Tables;
  readonly rows: OutboxRows;
  readonly leases: LaneLeases;
  readonly due: DueTimers;
  readonly duePayments: Pick<DueTimers, 'find'>;
  readonly tasks: GatewayTasks;
  readonly answers: CommandAnswers;
  readonly letters: DeadLetters;
  /** Lets so many milliseconds pass on its clock. */
  readonly pass: (ms: number) => Promise<void>;
  /** Lets a moment pass, so that no two operations happen at the same one. */
  readonly tick: () => void;
  /** Counts of what its tables hold. */
  readonly counts: () => Promise<readonly number[]>;
  readonly money: () => Promise<MoneyRows>;
};

const taskLeaseMs = 35_000;

export function memorySide(): Side {
  const time = { now: 0 };
  const store = new MemoryStore(time);
  const line = new DirectLine();
  const orders = () => [...store.orders.values()];
  const sum = (of: (rows: ReturnType<typeof orders>[number]) => number) =>
    orders().reduce((total, rows) => total + of(rows), 0);
  return {
    tables: new SimulatedTables(store, line),
    rows: new SimulatedOutboxRows(store, line),
    leases: new SimulatedLaneLeases(store, line),
    due: new SimulatedDueTimers(store, line),
    duePayments: { find: async (limit, after) => findDuePayments(store, limit, after) },
    tasks: new SimulatedGatewayTasks(store, line, taskLeaseMs),
    answers: new SimulatedCommandAnswers(store, line),
    letters: new SimulatedDeadLetters(store, line),
    pass: async (ms) => {
      time.now += ms;
    },
    tick: () => {
      time.now += 1;
    },
    counts: async () => [
      sum(({ events }) => events.length),
      sum(({ inbox }) => inbox.size),
      sum(({ messages }) => messages.length),
      sum(({ deferred }) => deferred.length),
      sum(({ contacts }) => contacts.size),
      store.outbox.size,
      [...store.outbox.values()].filter(({ heldBy }) => heldBy !== null).length,
      store.letters.size,
      [...store.letters.values()].reduce((total, { attempts }) => total + attempts, 0),
    ],
    money: async () => {
      // What falls due at this very moment is a moment past on the other side.
      time.now += 1;
      return memoryMoney(store);
    },
  };
}

const shift = (table: string, column: string) =>
  `update ${table} set ${column} = ${column} - $1 * interval '1 millisecond' where isfinite(${column})`;

const deadlines = [
  shift('orders', 'wake_at'),
  shift('outbox', 'next_attempt_at'),
  shift('lanes', 'leased_until'),
  shift('relays', 'live_until'),
  shift('payments', 'wake_at'),
  shift('gateway_tasks', 'due_at'),
];

// Deleted and not truncated: of a few rows that's faster.
const clean = [
  ...['orders', 'order_events', 'contacts', 'inbox', 'messages', 'outbox', 'deferred_messages', 'dead_letters'],
  ...['payments', 'payment_operations', 'gateway_tasks', 'payment_requests', 'payment_amounts', 'ledger_balances'],
]
  .map((table) => `delete from ${table}`)
  .concat([
    "update lanes set owner = null, token = 0, leased_until = '-infinity'",
    "update relays set instance = null, live_until = '-infinity'",
  ]);

const countsSql = `select array[(select count(*) from order_events), (select count(*) from inbox),
  (select count(*) from messages), (select count(*) from deferred_messages), (select count(*) from contacts),
  (select count(*) from outbox), (select count(held_by) from outbox), (select count(*) from dead_letters),
  (select coalesce(sum(attempts), 0) from dead_letters)]::int[] as counts`;

/** The real thing. Time passes for it when all its deadlines come nearer. */
export async function postgresSide(database: WriterDatabase, payments: boolean): Promise<Side> {
  const { client } = database;
  for (const sql of clean) await client.$executeRawUnsafe(sql);
  return {
    tables: new PrismaTables(database, payments),
    rows: new PrismaOutboxRows(database),
    leases: new PrismaLaneLeases(database),
    due: new PrismaDueTimers(database, 'orders'),
    duePayments: new PrismaDueTimers(database, 'payments'),
    tasks: new PrismaGatewayTasks(database, taskLeaseMs),
    answers: new PrismaCommandAnswers(database),
    letters: new PrismaDeadLetters(database, new Metrics()),
    pass: async (ms) => {
      for (const sql of deadlines) await client.$executeRawUnsafe(sql, ms);
    },
    // Its clock goes on by itself.
    tick: () => undefined,
    counts: async () => {
      const [row] = await client.$queryRawUnsafe<readonly { readonly counts: readonly number[] }[]>(countsSql);
      return row?.counts ?? [];
    },
    money: () => postgresMoney(database),
  };
}
