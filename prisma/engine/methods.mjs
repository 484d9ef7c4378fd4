// @ts-check
import { createDatabase } from './databases.mjs';
import { parseDatabaseUrl } from './database-url.mjs';
import { KnownError } from './known-error.mjs';

/**
 * @import { SchemaEngine } from '@prisma/schema-engine-wasm/schema_engine_bg'
 * @import { MigrationRunner } from './migration-runner.mjs'
 */

/**
 * @typedef {object} MethodContext
 * @property {() => Promise<Pick<MigrationRunner, 'engine' | 'applyMigrations'>>} runner opened at its first use: `createDatabase` comes before there is anything to open
 * @property {string | undefined} url
 * @property {(content: string) => Promise<void>} print
 */

// Same name, same parameters, same result in the native engine and in the WASM one.
const SAME = /** @type {const} */ ([
  'createMigration',
  'devDiagnostic',
  'diagnoseMigrationHistory',
  'ensureConnectionValidity',
  'evaluateDataLoss',
  'introspect',
  'introspectSql',
  'markMigrationApplied',
  'markMigrationRolledBack',
  'schemaPush',
  'debugPanic',
]);

export class UnknownMethod extends Error {
  code = -32601;
}

/**
 * Answers one request of the CLI.
 * @param {string} method
 * @param {unknown} params trusted: its sender is the CLI of the same version, and the engine checks what it deserializes
 * @param {MethodContext} context
 * @returns {Promise<unknown>} the result
 */
export async function callMethod(method, params, { runner, url, print }) {
  const same = SAME.find((name) => name === method);
  if (same !== undefined) {
    const { engine } = await runner();
    /** @type {unknown} */
    const result = await Reflect.apply(engine[same], engine, [params]);
    return result ?? {};
  }
  switch (method) {
    case 'createDatabase': {
      if (url === undefined) throw new KnownError('P1013', 'The datasource has no url: set DATABASE_URL.');
      const target = parseDatabaseUrl(url);
      await createDatabase(target);
      return { databaseName: target.database };
    }
    case 'applyMigrations':
      return Reflect.apply((await runner()).applyMigrations, undefined, [params]);
    case 'getDatabaseVersion':
      return (await runner()).engine.version();
    case 'reset':
    case 'dbExecute': {
      const { engine } = await runner();
      await Reflect.apply(engine[method], engine, [params]);
      return null;
    }
    case 'diff': {
      const { engine } = await runner();
      /** @type {Awaited<ReturnType<SchemaEngine['diff']>>} */
      const { exitCode, stdout } = await Reflect.apply(engine.diff, engine, [params]);
      // The native engine prints through the CLI, which may write to a file instead.
      if (stdout !== null) await print(stdout);
      return { exitCode, stdout: null };
    }
    default:
      throw new UnknownMethod(`Method not found: ${method}`);
  }
}
