#!/usr/bin/env node
// @ts-check
// Stands in for Prisma's native schema-engine: the CLI starts it as PRISMA_SCHEMA_ENGINE_BINARY, so that no command needs a download.
import { readFile } from 'node:fs/promises';

import { parseArguments } from './arguments.mjs';
import { checkConnection, createDatabase, dropDatabase } from './databases.mjs';
import { parseDatabaseUrl } from './database-url.mjs';
import { serveJsonRpc } from './json-rpc.mjs';
import { callMethod } from './methods.mjs';
import { openMigrationRunner, openOfflineRunner } from './migration-runner.mjs';
import { rpcError } from './rpc-error.mjs';

/**
 * @import { EngineArguments } from './arguments.mjs'
 * @import { MigrationRunner } from './migration-runner.mjs'
 */

const ENGINE_HASH = '0edf323efd1d98336f3f0a68684b56f689b900d3';

const DATABASE_COMMANDS = {
  'can-connect-to-database': checkConnection,
  'create-database': createDatabase,
  'drop-database': dropDatabase,
};

/**
 * @param {'INFO' | 'ERROR'} level
 * @param {{ message: string, error_code?: string }} fields
 */
const logLine = (level, fields) =>
  JSON.stringify({ timestamp: new Date().toISOString(), level, fields, target: 'schema_engine::logger' });

/**
 * @param {keyof typeof DATABASE_COMMANDS} command
 * @param {string | undefined} url
 * @returns {Promise<number>} the exit code
 */
async function runDatabaseCommand(command, url) {
  try {
    await DATABASE_COMMANDS[command](parseDatabaseUrl(url ?? ''));
    return 0;
  } catch (failure) {
    const { data } = rpcError(failure);
    const { message, error_code } = /** @type {{ message: string, error_code?: string }} */ (data);
    // The CLI skips the first line, and reads code and message from the first ERROR.
    const error = logLine('ERROR', { message, ...(error_code === undefined ? {} : { error_code }) });
    process.stderr.write(`${logLine('INFO', { message: `schema-engine: ${command}` })}\n${error}\n`);
    return 1;
  }
}

/** @param {EngineArguments} args */
async function serve({ datamodels, url, shadowUrl }) {
  const open = async () => {
    const files = await Promise.all(
      datamodels.map(async (path) => /** @type {[string, string]} */ ([path, await readFile(path, 'utf8')])),
    );
    /** @param {string} line */
    const log = (line) => process.stderr.write(`${line.trim()}\n`);
    if (url === undefined) return openOfflineRunner(files, log);
    return openMigrationRunner(parseDatabaseUrl(url), {
      shadowTarget: shadowUrl === undefined ? undefined : parseDatabaseUrl(shadowUrl),
      datamodels: files,
      log,
    });
  };
  /** @type {Promise<MigrationRunner> | undefined} */
  let opening;
  const runner = () => (opening ??= open());
  // A trap inside the engine's own promises reaches nobody who awaits: it surfaces here, and is the answer to what is being asked.
  const trap = new Promise((/** @type {(value: never) => void} */ _, reject) =>
    process.on('uncaughtException', reject),
  );
  trap.catch(() => undefined);
  await serveJsonRpc(process.stdin, process.stdout, async (method, params, print) => {
    try {
      return { result: await Promise.race([callMethod(method, params, { runner, url, print }), trap]) };
    } catch (failure) {
      return { error: rpcError(failure) };
    }
  });
}

const args = parseArguments(process.argv.slice(2));
if (args.command === 'version') {
  process.stdout.write(`schema-engine-cli ${ENGINE_HASH}\n`);
} else if (args.command === 'rpc') {
  await serve(args);
  // The engine keeps its connection open: nothing else would end the process.
  process.exit(0);
} else {
  process.exit(await runDatabaseCommand(args.command, args.url));
}
