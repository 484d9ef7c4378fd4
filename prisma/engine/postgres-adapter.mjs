// @ts-check
import { randomUUID } from 'node:crypto';

import { PrismaPg } from '@prisma/adapter-pg';
import { ColumnTypeEnum, DriverAdapterError } from '@prisma/driver-adapter-utils';
import pg from 'pg';

import { inDatabase } from './database-url.mjs';
import { charColumnsOf, openSingleConnection } from './single-connection-pool.mjs';

/**
 * @import { SqlDriverAdapter, SqlMigrationAwareDriverAdapterFactory } from '@prisma/driver-adapter-utils'
 * @import { DatabaseTarget } from './database-url.mjs'
 */

/** @typedef {(script: string, error: pg.DatabaseError) => void} ScriptErrorListener */

/** @param {pg.DatabaseError} error */
const refused = ({ code = 'N/A', severity = 'N/A', message, detail, column, hint }) =>
  new DriverAdapterError({
    kind: 'postgres',
    code,
    severity,
    message,
    detail,
    column,
    hint,
    originalCode: code,
    originalMessage: message,
  });

/**
 * @param {DatabaseTarget} target
 * @param {ScriptErrorListener} [onScriptError]
 * @returns {Promise<SqlDriverAdapter>}
 */
async function connect(target, onScriptError) {
  const pool = await openSingleConnection(target);
  const adapter = await new PrismaPg(pool, { schema: target.schema, disposeExternalPool: true }).connect();
  const queryRaw = adapter.queryRaw.bind(adapter);
  // A script goes whole over the simple protocol: adapter-pg splits at every `;`, also inside `$$ … $$`.
  return Object.assign(adapter, {
    /** @param {import('@prisma/driver-adapter-utils').SqlQuery} query */
    queryRaw: async (query) => {
      const result = await queryRaw(query);
      for (const index of charColumnsOf(result.rows)) result.columnTypes[index] = ColumnTypeEnum.Character;
      return result;
    },
    /** @param {string} script */
    executeScript: async (script) => {
      try {
        await pool.query(script);
      } catch (error) {
        if (!(error instanceof pg.DatabaseError)) throw error;
        onScriptError?.(script, error);
        throw refused(error);
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
 * @param {object} [options]
 * @param {DatabaseTarget | undefined} [options.shadowTarget] `shadowDatabaseUrl`; without it a database is created and dropped for each use
 * @param {ScriptErrorListener} [options.onScriptError] told of each script that the database itself refused
 * @returns {SqlMigrationAwareDriverAdapterFactory}
 */
export function postgresAdapterFactory(target, { shadowTarget, onScriptError } = {}) {
  return {
    provider: 'postgres',
    adapterName: '@prisma/adapter-pg',
    connect: () => connect(target, onScriptError),
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
