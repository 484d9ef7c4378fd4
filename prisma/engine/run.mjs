// @ts-check
// `npm run prisma -- <arguments>`: the official Prisma CLI, on this service's database, without its download.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { dirname, delimiter } from 'node:path';
import { constants } from 'node:os';
import { fileURLToPath } from 'node:url';

import { defaultDataFolder } from '../../src/platform/embedded-postgres/data-folder.mjs';
import { startEmbeddedPostgres } from '../../src/platform/embedded-postgres/start.mjs';
import { EmbeddedPostgresUnavailable } from '../../src/platform/embedded-postgres/unavailable.mjs';
import { needsDatabase } from './needs-database.mjs';

const cli = createRequire(import.meta.url).resolve('prisma/build/index.js');
const projectRoot = fileURLToPath(new URL('../..', import.meta.url));
const argv = process.argv.slice(2);

async function openEmbeddedDatabase() {
  return startEmbeddedPostgres({ dataFolder: await defaultDataFolder(process.env) });
}

/** @param {string | undefined} databaseUrl */
async function runCli(databaseUrl) {
  const child = spawn(process.execPath, [cli, ...argv], {
    cwd: projectRoot,
    stdio: 'inherit',
    env: {
      ...process.env,
      ...(databaseUrl === undefined ? {} : { DATABASE_URL: databaseUrl }),
      PRISMA_SCHEMA_ENGINE_BINARY: fileURLToPath(new URL('schema-engine.mjs', import.meta.url)),
      // The engine's `#!/usr/bin/env node` must find the Node that runs this.
      PATH: `${dirname(process.execPath)}${delimiter}${process.env['PATH'] ?? ''}`,
      CHECKPOINT_DISABLE: '1',
      PRISMA_HIDE_UPDATE_MESSAGE: '1',
    },
  });
  // Ctrl-C reaches the CLI by itself, as it is in the same process group; this process stays to stop what it started.
  const stay = () => undefined;
  process.on('SIGINT', stay);
  const passOn = () => child.kill('SIGTERM');
  process.on('SIGTERM', passOn);
  const [code, signal] = await once(child, 'exit');
  return code ?? 128 + constants.signals[/** @type {NodeJS.Signals} */ (signal)];
}

async function run() {
  const given = process.env['DATABASE_URL'];
  const wanted = (given === undefined || given === '') && needsDatabase(argv);
  const embedded = wanted ? await openEmbeddedDatabase() : undefined;
  try {
    return await runCli(embedded?.url);
  } finally {
    await embedded?.stop();
  }
}

try {
  process.exitCode = await run();
} catch (error) {
  if (!(error instanceof EmbeddedPostgresUnavailable)) throw error;
  process.stderr.write(`Error: ${error.code}\n\n${error.message}\n`);
  process.exitCode = 1;
}
