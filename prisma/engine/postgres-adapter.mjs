// @ts-check
import { randomUUID } from 'node:crypto';

import { PrismaPg } from '@prisma/adapter-pg';
import { DriverAdapterError } from '@prisma/driver-adapter-utils';
import pg from 'pg';

import { inDatabase } from './database-url.mjs';
import { openSingleConnection } from './single-connection-pool.mjs';

/**
 * @import { SqlDriverAdapter, SqlMigrationAwareDriverAdapterFactory } from '@prisma/driver-adapter-utils'
 * @import { DatabaseTarget } from './database-url.mjs'
 */

/** @param {unknown} error */
function scriptError(error) {
  if (!(error instanceof pg.DatabaseError)) return error;
  return new DriverAdapterError({
    kind: 'postgres',
    code: error.code ?? 'N/A',
    severity: error.severity ?? 'N/A',
    message: error.message,
    detail: error.detail,
    column: error.column,
    hint: error.hint,
    originalCode: error.code ?? 'N/A',
    originalMessage: error.message,
  });
}

/**
 * @param {DatabaseTarget} target
 * @returns {Promise<SqlDriverAdapter>}
 */
async function connect(target) {
  const pool = await openSingleConnection(target);
  const adapter = await new PrismaPg(pool, { schema: target.schema, disposeExternalPool: true }).connect();
  // A script goes whole over the simple protocol: adapter-pg splits at every `;`, also inside `$$ … $$`.
  return Object.assign(adapter, {
    /** @param {string} script */
    executeScript: async (script) => {
      try {
        await pool.query(script);
      } catch (error) {
        throw scriptError(error);
      }
    },
  });
}

/**
 * Empties a shadow database that the user named, as the native engine does before replaying the migrations in it.
 * @param {SqlDriverAdapter} shadow
 * @param {string} schema
 */
async function emptyDatabase(shadow, schema) {
  await shadow.executeScript(`
    DO $$ DECLARE name text; BEGIN
      FOR name IN SELECT nspname FROM pg_namespace WHERE nspname NOT LIKE 'pg\\_%' AND nspname <> 'information_schema'
      LOOP EXECUTE format('DROP SCHEMA %I CASCADE', name); END LOOP;
    END $$;
    CREATE SCHEMA ${pg.escapeIdentifier(schema)};`);
}

/**
 * The engine's way to PostgreSQL.
 * @param {DatabaseTarget} target
 * @param {DatabaseTarget} [shadowTarget] `shadowDatabaseUrl`; without it a database is created and dropped for each use
 * @returns {SqlMigrationAwareDriverAdapterFactory}
 */
export function postgresAdapterFactory(target, shadowTarget) {
  return {
    provider: 'postgres',
    adapterName: '@prisma/adapter-pg',
    connect: () => connect(target),
    connectToShadowDb: async () => {
      if (shadowTarget !== undefined) {
        const shadow = await connect(shadowTarget);
        await emptyDatabase(shadow, shadowTarget.schema);
        return shadow;
      }
      const name = `prisma_migrate_shadow_db_${randomUUID()}`;
      const main = await connect(target);
      await main.executeScript(`CREATE DATABASE ${pg.escapeIdentifier(name)}`);
      const shadow = await connect(inDatabase(target, name));
      if (target.schema !== 'public') await shadow.executeScript(`CREATE SCHEMA ${pg.escapeIdentifier(target.schema)}`);
      const disconnect = shadow.dispose.bind(shadow);
      return Object.assign(shadow, {
        // PostgreSQL drops no database that somebody is connected to.
        dispose: async () => {
          await disconnect();
          await main.executeScript(`DROP DATABASE IF EXISTS ${pg.escapeIdentifier(name)}`);
          await main.dispose();
        },
      });
    },
  };
}
