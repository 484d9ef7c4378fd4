import pg from 'pg';
import { eventually } from './eventually.js';

const name = 'a test';

/** A test's own connections to its database. Those that a test ends from the server's side are no fault of the test. */
export function calmPool(connectionString: string): pg.Pool {
  const pool = new pg.Pool({ connectionString, max: 2, application_name: name });
  pool.on('error', () => undefined);
  pool.on('connect', (client) => {
    client.on('error', () => undefined);
  });
  return pool;
}

/**
 * Ends the pool when the database has no other connections left. One that is still on its way out when its database is
 * dropped hears the server's farewell with nobody listening, which ends the process.
 */
export async function endWhenAlone(pool: pg.Pool): Promise<void> {
  const others = `select from pg_stat_activity
    where datname = current_database() and pid <> pg_backend_pid() and application_name <> $1`;
  await eventually(
    async () => {
      const { rowCount } = await pool.query(others, [name]);
      if (rowCount !== 0) throw new Error(`The database has ${String(rowCount)} other connections`);
    },
    { within: 2_000 },
  ).catch(() => undefined);
  await pool.end();
}
