import { parseDatabaseUrl } from '../../../prisma/engine/database-url.mjs';
import { createDatabase } from '../../../prisma/engine/databases.mjs';
import { KnownError } from '../../../prisma/engine/known-error.mjs';
import { openMigrationRunner } from '../../../prisma/engine/migration-runner.mjs';
import { migrationsFolder, readMigrations, toMigrationList } from './migration-list.js';
import { schemaState } from './schema-state.js';

const NO_FILTER = { externalTables: [], externalEnums: [] };

function hasCode(error: unknown, code: string): boolean {
  return error instanceof KnownError && error.code === code;
}

async function createUnlessThere(databaseUrl: string): Promise<void> {
  await createDatabase(parseDatabaseUrl(databaseUrl)).catch((error: unknown) => {
    // P1009: another process was faster.
    if (!hasCode(error, 'P1009')) throw error;
  });
}

async function openRunner(databaseUrl: string): ReturnType<typeof openMigrationRunner> {
  const target = parseDatabaseUrl(databaseUrl);
  try {
    return await openMigrationRunner(target);
  } catch (error) {
    if (!hasCode(error, 'P1003')) throw error;
    await createUnlessThere(databaseUrl);
    return openMigrationRunner(target);
  }
}

/**
 * Does what `prisma migrate deploy` does, in this process: makes the database if there is none, applies what is pending and records it as the CLI would. Safe to call from
 * several processes at once (the engine takes an advisory lock).
 *
 * @param folder other migrations than this build's, for tests
 * @returns the names of what was applied; empty when there was nothing to do
 * @throws KnownError P1000, P1001, P1010 (connection), P3018 (a migration failed), P3009 (one failed earlier: `npm run prisma -- migrate resolve`)
 */
export async function deployMigrations(databaseUrl: string, folder?: string): Promise<readonly string[]> {
  const from = folder ?? (await migrationsFolder());
  const migrations = await readMigrations(from);
  const { pending, failed } = await schemaState(databaseUrl, migrations);
  // The usual start: one query instead of a WebAssembly engine.
  if (pending.length === 0 && failed.length === 0) return [];

  const runner = await openRunner(databaseUrl);
  try {
    const { appliedMigrationNames } = await runner.applyMigrations({
      migrationsList: await toMigrationList(from, migrations),
      filters: NO_FILTER,
    });
    return appliedMigrationNames;
  } finally {
    await runner.close();
  }
}
