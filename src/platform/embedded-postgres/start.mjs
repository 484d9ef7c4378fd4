// @ts-check
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

import pg from 'pg';

import { findBinaries } from './binaries.mjs';
import { ensureCluster } from './cluster.mjs';
import { prepareDataFolder } from './data-folder.mjs';
import { readOrCreatePassword } from './password.mjs';
import { isAlive, launchServer, readPostmaster } from './postmaster.mjs';
import { serverUser } from './server-user.mjs';
import { EmbeddedPostgresUnavailable } from './unavailable.mjs';
import { useServer } from './usage.mjs';

/**
 * @import { Usage } from './usage.mjs'
 * @import { Postmaster } from './postmaster.mjs'
 */

/**
 * @typedef {object} EmbeddedPostgres
 * @property {string} url of the database `order_finance`, with the password: never log it
 * @property {number} port
 * @property {boolean} owned false when another live process was using this server already
 * @property {() => Promise<void>} stop ends this use; whoever ends the last one stops the server and waits for it. May be called twice.
 */

const DATABASE = 'order_finance';

// Crash recovery of a big log takes its time; a healthy start takes a third of a second.
const START_TIMEOUT_MS = 60_000;
const POLL_MS = 25;

// A launch fails for a moment when its port is taken, another process was faster or a crashed server's children are still ending; ten times in a row it is for good.
const MAX_LAUNCHES = 10;
const RELAUNCH_MS = 100;

/**
 * @param {string} password
 * @param {number} port
 * @param {string} database
 */
const urlOf = (password, port, database) => `postgresql://postgres:${password}@127.0.0.1:${port}/${database}`;

/** @param {string} url of the database `postgres` */
async function ensureDatabase(url) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [DATABASE]);
    if (rowCount === 0) await client.query(`CREATE DATABASE ${DATABASE}`);
  } catch (error) {
    // 42P04, 23505: another process made it at the same moment.
    if (!(error instanceof pg.DatabaseError && (error.code === '42P04' || error.code === '23505'))) throw error;
  } finally {
    await client.end();
  }
}

/**
 * @param {Postmaster} server
 * @param {string} password
 * @returns {Promise<Usage | undefined>} undefined when the server isn't there (any more): look again
 */
async function tryToUse(server, password) {
  if (server.status !== 'ready') return undefined;
  try {
    return await useServer(urlOf(password, server.port, 'postgres'));
  } catch (error) {
    // The password beside the data isn't this cluster's: no retry will mend that.
    if (error instanceof pg.DatabaseError && error.code === '28P01') throw error;
    return undefined;
  }
}

/** @param {string} cluster */
async function stopServer(cluster) {
  const server = await readPostmaster(cluster);
  if (server === undefined) return;
  // SIGINT is PostgreSQL's fast shutdown: sessions are ended, a checkpoint is written.
  process.kill(server.pid, 'SIGINT');
  while (isAlive(server.pid) && (await readPostmaster(cluster))?.pid === server.pid) await pause(POLL_MS);
}

/**
 * PostgreSQL from npm on a data folder that is kept between runs: made if it is new, started if it isn't running, joined if it is. Any number of processes may share it;
 * a server that outlived a killed process is taken over by the next start.
 * @param {object} options
 * @param {string} options.dataFolder
 * @param {(line: string) => void} [options.log]
 * @returns {Promise<EmbeddedPostgres>}
 * @throws {EmbeddedPostgresUnavailable}
 */
export async function startEmbeddedPostgres({ dataFolder, log = () => undefined }) {
  const user = await serverUser(dataFolder);
  const binaries = await findBinaries(user);
  const folder = await prepareDataFolder(dataFolder, user);
  const password = await readOrCreatePassword(folder);
  const cluster = await ensureCluster(folder, binaries, password, user);

  const deadline = Date.now() + START_TIMEOUT_MS;
  /** @type {Awaited<ReturnType<typeof launchServer>> | undefined} */
  let launched;
  for (let launches = 0; Date.now() < deadline;) {
    const server = await readPostmaster(cluster);
    const usage = server && (await tryToUse(server, password));
    if (server !== undefined && usage !== undefined) {
      await ensureDatabase(urlOf(password, server.port, 'postgres'));
      log(
        `PostgreSQL ${usage.role === 'first' ? 'runs' : 'was running already'} on 127.0.0.1:${server.port}, data in ${folder}`,
      );
      let stopping = /** @type {Promise<void> | undefined} */ (undefined);
      const stop = async () => {
        if ((await usage.letGo()) === 'last') await stopServer(cluster);
      };
      return {
        url: urlOf(password, server.port, DATABASE),
        port: server.port,
        owned: usage.role === 'first',
        stop: () => (stopping ??= stop()),
      };
    }
    if (server === undefined && (launched === undefined || launched.exited())) {
      if (launches === MAX_LAUNCHES) break;
      await pause(RELAUNCH_MS * launches++);
      launched = await launchServer(binaries.postgres, folder, cluster, user);
    }
    await pause(POLL_MS);
  }
  const lastWords = (await readFile(join(folder, 'start.log'), 'utf8').catch(() => ''))
    .trim()
    .split('\n')
    .slice(-5)
    .join('\n');
  throw new EmbeddedPostgresUnavailable(
    'START',
    `PostgreSQL in ${folder} doesn't start; its last words:\n${lastWords}`,
  );
}
