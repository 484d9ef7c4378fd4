// @ts-check
import { createDatabase } from './databases.mjs';
import { parseDatabaseUrl } from './database-url.mjs';
import { KnownError } from './known-error.mjs';

/** @import { SchemaEngine } from '@prisma/schema-engine-wasm/schema_engine_bg' */

/**
 * @typedef {object} MethodContext
 * @property {() => Promise<SchemaEngine>} engine opened at its first use: `createDatabase` comes before there is anything to open
 * @property {string | undefined} url
 * @property {(content: string) => Promise<void>} print
 */

// Same name, same parameters, same result in the native engine and in the WASM one.
const SAME = /** @type {const} */ ([
  'applyMigrations',
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
export async function callMethod(method, params, { engine, url, print }) {
  const same = SAME.find((name) => name === method);
  if (same !== undefined) {
    const opened = await engine();
    /** @type {unknown} */
    const result = await Reflect.apply(opened[same], opened, [params]);
    return result ?? {};
  }
  switch (method) {
    case 'createDatabase': {
      if (url === undefined) throw new KnownError('P1013', 'The datasource has no url: set DATABASE_URL.');
      const target = parseDatabaseUrl(url);
      await createDatabase(target);
      return { databaseName: target.database };
    }
    case 'getDatabaseVersion':
      return (await engine()).version();
    case 'reset':
    case 'dbExecute': {
      const opened = await engine();
      await Reflect.apply(opened[method], opened, [params]);
      return null;
    }
    case 'diff': {
      const opened = await engine();
      /** @type {Awaited<ReturnType<SchemaEngine['diff']>>} */
      const { exitCode, stdout } = await Reflect.apply(opened.diff, opened, [params]);
      // The native engine prints through the CLI, which may write to a file instead.
      if (stdout !== null) await print(stdout);
      return { exitCode, stdout: null };
    }
    default:
      throw new UnknownMethod(`Method not found: ${method}`);
  }
}
