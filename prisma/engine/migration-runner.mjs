// @ts-check
import { KnownError } from './known-error.mjs';
import { offlineAdapterFactory } from './offline-adapter.mjs';
import { postgresAdapterFactory } from './postgres-adapter.mjs';
import { openSchemaEngine } from './wasm-engine.mjs';

/**
 * @import { DatabaseError } from 'pg'
 * @import { ApplyMigrationsInput, ApplyMigrationsOutput, SchemaEngine } from '@prisma/schema-engine-wasm/schema_engine_bg'
 * @import { DatabaseTarget } from './database-url.mjs'
 */

/**
 * An engine on a database, and what the WASM engine leaves out when a migration fails.
 * @typedef {object} MigrationRunner
 * @property {SchemaEngine} engine
 * @property {(input: ApplyMigrationsInput) => Promise<ApplyMigrationsOutput>} applyMigrations fails with P3018, naming migration and database error
 * @property {() => Promise<void>} close ends the engine's connections
 */

/**
 * @param {string} script
 * @param {DatabaseError} error
 */
function excerpt(script, error) {
  if (error.position === undefined) return '';
  const lines = script.split('\n');
  const at = script.slice(0, Number(error.position)).split('\n').length;
  const from = Math.max(1, at - 4);
  const shown = lines.slice(from - 1, at).map((line, index) => `${String(from + index).padStart(3)} ${line}`);
  return `\n\nPosition:\n${shown.join('\n')}`;
}

/**
 * @param {DatabaseTarget} target
 * @param {object} [options]
 * @param {DatabaseTarget | undefined} [options.shadowTarget]
 * @param {[path: string, content: string][]} [options.datamodels]
 * @param {(line: string) => void} [options.log]
 * @returns {Promise<MigrationRunner>}
 */
export async function openMigrationRunner(target, { shadowTarget, datamodels, log } = {}) {
  /** @type {{ script: string, error: DatabaseError }[]} */
  const refusals = [];
  const adapters = postgresAdapterFactory(target, {
    shadowTarget,
    onScriptError: (script, error) => {
      refusals.push({ script, error });
    },
  });
  // Connected before the engine asks: through the engine a failure would arrive as `External error id#0`.
  const first = await adapters.connect();
  const connected = [first];
  let asked = 0;
  const connect = async () => {
    if (asked++ === 0) return first;
    const another = await adapters.connect();
    connected.push(another);
    return another;
  };
  const close = async () => {
    for (const adapter of connected) await adapter.dispose();
  };
  const engine = await openSchemaEngine({ ...adapters, connect }, datamodels, log).catch(async (error) => {
    await close();
    throw error;
  });
  return {
    engine,
    close,
    applyMigrations: async (input) => {
      try {
        return await engine.applyMigrations(input);
      } catch (cause) {
        const refused = refusals.pop();
        if (refused === undefined) throw cause;
        const { script, error } = refused;
        const failed = input.migrationsList.migrationDirectories.find(
          ({ migrationFile: { content } }) => content.tag === 'ok' && content.value === script,
        );
        throw new KnownError(
          'P3018',
          'A migration failed to apply. New migrations cannot be applied before the error is recovered from. ' +
            'Read more about how to resolve migration issues in a production database: https://pris.ly/d/migrate-resolve\n\n' +
            `Migration name: ${failed?.path ?? 'unknown'}\n\nDatabase error code: ${error.code ?? 'unknown'}\n\n` +
            `Database error:\n${error.severity ?? 'ERROR'}: ${error.message}${excerpt(script, error)}`,
          cause,
        );
      }
    },
  };
}

/**
 * @param {[path: string, content: string][]} datamodels
 * @param {(line: string) => void} log
 * @returns {Promise<MigrationRunner>} for comparing schema files; whatever needs a database fails with P1012
 */
export async function openOfflineRunner(datamodels, log) {
  const engine = await openSchemaEngine(offlineAdapterFactory(), datamodels, log);
  return { engine, applyMigrations: (input) => engine.applyMigrations(input), close: () => Promise.resolve() };
}
