import pg from 'pg';
import { type Entry, entriesOf } from '../../src/ledger/entry.js';
import type { MoneyFact } from '../../src/ledger/money-fact.js';
import { Database } from '../../src/platform/prisma/database.js';
import {
  type Ask,
  type LedgerFault,
  verifyFrom,
  VerifyLedger,
  VerifyLedgerHandler,
} from '../../src/queries/ledger/verify-ledger.js';
import { everyLedgerFault } from '../tools/ledger-faults.js';
import { createTestDatabase, type TestDatabase } from '../tools/test-database.js';
import type { Amounts, PaymentLife } from './payment-life.js';

const entriesSql = `
  insert into ledger_entries (order_id, operation_id, purpose, transfer, side, account, phase, hold_operation_id, expires_at, amount_minor, currency)
  select * from jsonb_to_recordset($1) as e (order_id uuid, operation_id uuid, purpose text, transfer smallint, side text, account text,
    phase text, hold uuid, expires_at timestamptz, amount_minor bigint, currency text)`;

const amountsSql = `
  insert into payment_amounts (order_id, currency, authorized_minor, held_minor, captured_minor, settled_minor, refunding_minor,
    refunded_minor, charged_back_minor)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`;

const rowOf = ({ orderId, operationId, expiresAt, amount, ...entry }: Entry) => ({
  ...entry,
  ...{ order_id: orderId, operation_id: operationId, expires_at: expiresAt?.toISOString() ?? null },
  ...{ amount_minor: String(amount.minor), currency: amount.currency },
});

const valuesOf = (of: Amounts) =>
  [of.authorized, of.held, of.captured, of.settled, of.refunding, of.refunded, of.chargedBack].map(String);

/** The ledger's tables in a database of the test's own. */
export class LedgerTables {
  private constructor(
    readonly database: TestDatabase,
    private readonly reader: Database,
    private readonly client: pg.Client,
  ) {}

  static async create(): Promise<LedgerTables> {
    const database = await createTestDatabase();
    const client = new pg.Client({ connectionString: database.url });
    await client.connect();
    return new LedgerTables(database, new Database({ url: database.url, connections: 1 }), client);
  }

  async drop(): Promise<void> {
    await this.reader.close();
    await this.client.end();
    await this.database.drop();
  }

  query(sql: string, ...values: readonly unknown[]): Promise<pg.QueryResult> {
    return this.client.query(sql, [...values]);
  }

  /** A posting, as one statement. */
  async post(fact: MoneyFact): Promise<void> {
    await this.query(entriesSql, JSON.stringify(entriesOf(fact).map(rowOf)));
  }

  /** All facts of a payment in turn, and what it says of its money at the end. */
  async write({ facts, orderId, currency, amounts }: PaymentLife): Promise<void> {
    for (const fact of facts) await this.post(fact);
    if (facts.length > 0) await this.query(amountsSql, orderId, currency, ...valuesOf(amounts));
  }

  /** Does something that leaves nothing behind, tables and triggers included, and says what the rules say of it meanwhile. */
  async faultsOf(work: () => Promise<unknown>): Promise<readonly LedgerFault[]> {
    await this.query('begin');
    try {
      await work();
      return await this.faultsInParts();
    } finally {
      await this.query('rollback');
    }
  }

  /** What the rules say, asked in as many parts as there can be. @param between is done after each part */
  faultsInParts(between: () => Promise<unknown> = () => Promise.resolve()): Promise<readonly LedgerFault[]> {
    const ask: Ask = async <Row>(sql: string, ...values: readonly (string | number)[]) => {
      const { rows } = await this.query(sql, ...values);
      return rows as readonly Row[];
    };
    return everyLedgerFault(async (place) => {
      const part = await verifyFrom(place, ask, 1);
      await between();
      return part;
    });
  }

  /** Changes what triggers, checks and keys would refuse. All but the append-only trigger are gone afterwards. */
  async corrupt(sql: string, ...values: readonly unknown[]): Promise<void> {
    const { rows } = await this.query(
      `select conrelid::regclass as of, conname as name from pg_constraint
       where conrelid in ('ledger_entries'::regclass, 'ledger_balances'::regclass, 'payment_amounts'::regclass) and contype in ('c', 'p')`,
    );
    for (const { of, name } of rows as readonly { readonly of: string; readonly name: string }[])
      await this.query(`alter table ${of} drop constraint ${name}`);
    await this.query('alter table ledger_entries disable trigger user');
    await this.query(sql, ...values);
    await this.query('alter table ledger_entries enable always trigger ledger_entries_append_only');
  }

  /** All rules, as the command asks for them. */
  async verify(): Promise<readonly LedgerFault[]> {
    const handler = new VerifyLedgerHandler(this.reader);
    return everyLedgerFault((place) => handler.execute(new VerifyLedger(place)));
  }
}
