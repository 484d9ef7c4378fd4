import pg from 'pg';

import { parseDatabaseUrl } from '../../../prisma/engine/database-url.mjs';
import { KnownError } from '../../../prisma/engine/known-error.mjs';
import { openSingleConnection } from '../../../prisma/engine/single-connection-pool.mjs';
import { migrationsFolder, readMigrations, type MigrationFile } from './migration-list.js';

/** How a database stands to the migrations of this build. What it has beyond them (a newer build migrated it) is no fault. */
export type SchemaState = {
  readonly pending: readonly string[];
  /** Begun and neither finished nor marked as rolled back. */
  readonly failed: readonly string[];
  /** Applied, but the file is not the one that was applied. */
  readonly edited: readonly string[];
};

type Recorded = { readonly checksum: string; readonly status: 'applied' | 'failed' };

const UNDEFINED_TABLE = '42P01';

async function readRecorded(databaseUrl: string): Promise<ReadonlyMap<string, Recorded>> {
  const pool = await openSingleConnection(parseDatabaseUrl(databaseUrl));
  try {
    const { rows } = await pool.query<Recorded & { readonly name: string }>(
      `SELECT migration_name AS name, checksum, CASE WHEN finished_at IS NULL THEN 'failed' ELSE 'applied' END AS status
         FROM _prisma_migrations WHERE rolled_back_at IS NULL ORDER BY started_at`,
    );
    return new Map(rows.map((row) => [row.name, row]));
  } catch (error) {
    if (error instanceof pg.DatabaseError && error.code === UNDEFINED_TABLE) return new Map();
    throw error;
  } finally {
    await pool.end();
  }
}

/** Compares a database with the given migrations. A database that doesn't exist yet has all of them pending. */
export async function schemaState(databaseUrl: string, migrations: readonly MigrationFile[]): Promise<SchemaState> {
  const recorded = await readRecorded(databaseUrl).catch((error: unknown) => {
    if (error instanceof KnownError && error.code === 'P1003') return new Map<string, Recorded>();
    throw error;
  });
  const named = (matches: (found: Recorded | undefined, file: MigrationFile) => boolean) =>
    migrations.filter((file) => matches(recorded.get(file.name), file)).map(({ name }) => name);
  return {
    pending: named((found) => found === undefined),
    failed: named((found) => found?.status === 'failed'),
    edited: named((found, file) => found?.status === 'applied' && found.checksum !== file.checksum),
  };
}

/**
 * What stands between this database and this build, one line each: a migration's name, with `(failed)` or `(edited after it was applied)` where it isn't just pending.
 * Empty: the schema is what the code expects.
 *
 * @throws KnownError P1000, P1001, P1010 when the server can't be asked
 */
export async function pendingMigrations(databaseUrl: string): Promise<readonly string[]> {
  const { pending, failed, edited } = await schemaState(databaseUrl, await readMigrations(await migrationsFolder()));
  return [
    ...failed.map((name) => `${name} (failed)`),
    ...edited.map((name) => `${name} (edited after it was applied)`),
    ...pending,
  ];
}
