import { randomUUID } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { testDatabaseUrl } from '../tools/parts.js';

const migrations = join(process.cwd(), 'prisma/migrations');

export type SeededOrder = {
  readonly id: string;
  readonly status?: 'Awaiting' | 'Placed' | 'Completed' | 'Cancelled' | 'Failed';
  readonly basketId?: string | null;
  readonly totalMinor?: number | null;
  readonly currency?: string;
  readonly placedAt?: string;
  readonly updatedAt?: string;
  readonly fullName?: string | null;
  readonly email?: string | null;
  /** Types of its events, after each other. */
  readonly events?: readonly string[];
};

/** A database of one test file's own, as the migrations make it, filled by plain SQL. */
export class ReadDatabase {
  private constructor(
    readonly url: string,
    private readonly name: string,
    private readonly client: pg.Client,
  ) {}

  static async create(): Promise<ReadDatabase> {
    const name = `read_side_${randomUUID().replaceAll('-', '')}`;
    await asAdmin((admin) => admin.query(`create database ${name}`));
    const url = new URL(testDatabaseUrl());
    url.pathname = `/${name}`;
    const client = new pg.Client({ connectionString: url.href });
    await client.connect();
    const folders = (await readdir(migrations, { withFileTypes: true })).filter((entry) => entry.isDirectory());
    for (const folder of folders.map((entry) => entry.name).sort())
      await client.query(await readFile(join(migrations, folder, 'migration.sql'), 'utf8'));
    return new ReadDatabase(url.href, name, client);
  }

  async drop(): Promise<void> {
    await this.client.end();
    await asAdmin((admin) => admin.query(`drop database ${this.name} with (force)`));
  }

  async empty(): Promise<void> {
    await this.client.query(`
      alter table ledger_entries disable trigger ledger_entries_append_only;
      truncate orders, order_events, contacts, payments, payment_amounts, payment_operations, ledger_entries, ledger_balances, payout_lines,
        settlement_breaks;
      alter table ledger_entries enable always trigger ledger_entries_append_only`);
  }

  query(text: string, values: readonly unknown[] = []): Promise<unknown> {
    return this.client.query(text, [...values]);
  }

  async seed(order: SeededOrder): Promise<void> {
    const { id, totalMinor, events, placedAt, ...rest } = { ...usualOrder, ...order };
    const placed = rest.status === 'Awaiting' ? null : placedAt;
    await this.client.query(
      `insert into orders (order_id, version, status, basket_id, total_minor, currency, contact_version, placed_at, updated_at)
       values ($1, $2, $3, $4, $5, $6, 1, $7, $8)`,
      [
        ...[id, events.length, rest.status, rest.basketId, totalMinor, totalMinor === null ? null : rest.currency],
        ...[placed, rest.updatedAt ?? placedAt],
      ],
    );
    // Another contact that must not be shown stands beside the one in force.
    await this.client.query(
      `insert into contacts (order_id, version, full_name, email) values ($1, 1, $2, $3), ($1, 99, 'Other', 'other@example.com')`,
      [id, rest.fullName, rest.email],
    );
    await this.client.query(
      `insert into order_events (order_id, version, type, data, caused_by, conversation_id, actor, recorded_at)
       select $1, n, type, jsonb_build_object('attempt', n), 'message-' || n, 'talk', 'rabbitmq://basket', $3
       from unnest($2::text[]) with ordinality as event (type, n)`,
      [id, events, placedAt],
    );
  }
}

const usualOrder = {
  status: 'Placed',
  basketId: null,
  totalMinor: 4250,
  currency: 'USD',
  placedAt: '2026-07-01T12:00:00.123456Z',
  fullName: null,
  email: null,
  events: ['OrderPlaced'],
} as const;

async function asAdmin(work: (admin: pg.Client) => Promise<unknown>): Promise<void> {
  const admin = new pg.Client({ connectionString: testDatabaseUrl() });
  await admin.connect();
  try {
    await work(admin);
  } finally {
    await admin.end();
  }
}

/** The n-th of a row of ids that stay in order. */
export const idOf = (n: number): string => `0197a1b2-0000-7000-8000-${String(n).padStart(12, '0')}`;
