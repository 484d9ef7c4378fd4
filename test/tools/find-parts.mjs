import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import amqp from 'amqplib';
import { Redis } from 'ioredis';
import pg from 'pg';
import { findServerPrograms } from '../servers/programs.mjs';

/**
 * Each finder answers `{ address }` or `{ missing: reason }`. An address somebody set in the environment is the only one
 * that is tried: falling back to another server would run the tests somewhere they were not meant to.
 */

const PATIENCE_MS = 3000;

const CHROMIUM_PLACES = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/snap/bin/chromium',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

export function findPostgres(env) {
  return firstThatAnswers(given(env.DATABASE_URL, ['postgresql://postgres@127.0.0.1:5432/postgres']), askPostgres);
}

export function findRedis(env) {
  return firstThatAnswers(given(env.REDIS_URL, ['redis://127.0.0.1:6379']), askRedis);
}

export function findRabbitmq(env) {
  return firstThatAnswers(given(env.BROKER_URL, ['amqp://guest:guest@127.0.0.1:5672']), askRabbitmq);
}

export function findChromium(env) {
  return firstThatAnswers(given(env.CHROMIUM_PATH, CHROMIUM_PLACES), (path) =>
    promisify(execFile)(path, ['--version'], { timeout: 10_000 }),
  );
}

/** No address, since such a test starts its own. */
export async function findServers() {
  try {
    const { redisServer, rabbitmqServer } = await findServerPrograms();
    return { address: `${redisServer}, ${rabbitmqServer}` };
  } catch (error) {
    return { missing: error.message };
  }
}

/** An address without its password, for a line on the terminal. */
export function withoutPassword(address) {
  return address.replace(/^([a-z]+:\/\/[^:@/]*):[^@/]*@/, '$1:***@');
}

/** An empty variable counts as unset, as it does in the service. */
function given(address, usualPlaces) {
  return address ? [address] : usualPlaces;
}

async function firstThatAnswers(addresses, ask) {
  let reason = 'not found';
  for (const address of addresses) {
    try {
      await ask(address);
      return { address };
    } catch (error) {
      if (error.code !== 'ENOENT') reason = error.message || error.code;
    }
  }
  return { missing: reason };
}

async function askPostgres(connectionString) {
  const client = new pg.Client({ connectionString, connectionTimeoutMillis: PATIENCE_MS });
  try {
    await client.connect();
    const { rows } = await client.query(
      'select rolsuper or rolcreatedb as may_create from pg_roles where rolname = current_user',
    );
    if (rows[0]?.may_create !== true) throw new Error('its user may not create databases');
  } finally {
    await client.end();
  }
}

async function askRedis(url) {
  const client = new Redis(url, { lazyConnect: true, connectTimeout: PATIENCE_MS, retryStrategy: () => null });
  let fault;
  client.on('error', (error) => (fault = error));
  try {
    await client.connect();
    await client.ping();
  } catch (error) {
    throw fault ?? error;
  } finally {
    client.disconnect();
  }
}

async function askRabbitmq(url) {
  const connection = await amqp.connect(url, { timeout: PATIENCE_MS });
  await connection.close();
}
