import type { Config } from './config.js';
import { startEmbeddedPostgres } from './embedded-postgres/start.mjs';
import { deployMigrations } from './migrations/deploy-migrations.js';
import { pendingMigrations } from './migrations/schema-state.js';

/** A database with our schema, and the way to let go of it. */
export type PreparedDatabase = { readonly url: string; readonly release: () => Promise<void> };

/** The tables aren't the ones that this version writes. */
export class SchemaBehind extends Error {
  readonly code = 'DATABASE.SCHEMA_BEHIND';
  constructor(pending: readonly string[]) {
    super(
      `The database's schema is behind by ${pending.join(', ')}: run \`npm run prisma -- migrate deploy\` with the same DATABASE_URL`,
    );
  }
}

/**
 * The configured database must be up to date: its migrations are the operators'. The embedded default, kept in
 * `dataFolder`, migrates itself.
 * @throws SchemaBehind
 */
export async function prepareDatabase(config: Config, dataFolder: string): Promise<PreparedDatabase> {
  const url = config.DATABASE_URL;
  if (url !== undefined) {
    const pending = await pendingMigrations(url);
    if (pending.length > 0) throw new SchemaBehind(pending);
    return { url, release: () => Promise.resolve() };
  }
  const embedded = await startEmbeddedPostgres({ dataFolder });
  await deployMigrations(embedded.url);
  return { url: embedded.url, release: () => embedded.stop() };
}
