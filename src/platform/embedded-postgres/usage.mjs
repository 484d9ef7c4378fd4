// @ts-check
import pg from 'pg';

// Any number will do, as long as nobody else in the database `postgres` takes it.
const IN_USE = 7_240_815;

const RECONNECT_MS = 250;

/** @typedef {pg.Client & { ref: () => void, unref: () => void }} Client the driver has both, its types don't */

/**
 * One process's (or one caller's) use of the server: a shared advisory lock, held by a connection of its own. It ends with the process, however that ends; no file
 * could be that sure. Who lets go last gets the exclusive lock, and with it the right to stop the server; who comes meanwhile waits, is disconnected by the
 * stop, and starts the server anew.
 * @typedef {object} Usage
 * @property {'first' | 'joined'} role `first`: nobody else was using the server
 * @property {() => Promise<'last' | 'others remain'>} letGo after `last` the connection stays open, and the exclusive lock with it, until the server is stopped
 */

/**
 * @param {string} url of the database `postgres`
 * @returns {Promise<{ client: Client, role: 'first' | 'joined' }>}
 */
async function lock(url) {
  const client = /** @type {Client} */ (
    new pg.Client({ connectionString: url, application_name: 'embedded-postgres-usage', connectionTimeoutMillis: 5000 })
  );
  client.on('error', () => undefined);
  try {
    await client.connect();
    const { rows } = await client.query('SELECT pg_try_advisory_lock($1) AS alone', [IN_USE]);
    await client.query('SELECT pg_advisory_lock_shared($1)', [IN_USE]);
    const alone = rows[0]?.alone === true;
    if (alone) await client.query('SELECT pg_advisory_unlock($1)', [IN_USE]);
    // Merely holding the lock must not keep a process alive.
    client.unref();
    return { client, role: alone ? 'first' : 'joined' };
  } catch (error) {
    await client.end().catch(() => undefined);
    throw error;
  }
}

/**
 * @param {string} url of the database `postgres`
 * @returns {Promise<Usage>}
 */
export async function useServer(url) {
  let { client, role } = await lock(url);
  let ended = false;

  // A crashed backend makes PostgreSQL restart all connections, this one too, while the server lives on.
  const watch = () => {
    client.once('end', () => {
      if (!ended) setTimeout(() => void regain(), RECONNECT_MS).unref();
    });
  };
  const regain = async () => {
    if (ended) return;
    try {
      ({ client } = await lock(url));
      watch();
    } catch {
      // The server is down: nothing to hold on to, until it is back.
      setTimeout(() => void regain(), RECONNECT_MS).unref();
    }
  };
  watch();

  return {
    role,
    letGo: async () => {
      ended = true;
      client.ref();
      try {
        await client.query('SELECT pg_advisory_unlock_shared($1)', [IN_USE]);
        const { rows } = await client.query('SELECT pg_try_advisory_lock($1) AS last', [IN_USE]);
        if (rows[0]?.last === true) return 'last';
      } catch {
        // The connection is lost and with it the lock. If the server is up again, it is left to whoever starts next.
      }
      await client.end().catch(() => undefined);
      return 'others remain';
    },
  };
}
