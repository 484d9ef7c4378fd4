// @ts-check

/**
 * A PostgreSQL URL as Prisma writes it, split into what the driver understands and what Prisma adds.
 * @typedef {object} DatabaseTarget
 * @property {string} connectionString the URL without Prisma's own parameters
 * @property {string} schema           `?schema=`, else `public`: the engine works in this one schema
 * @property {string} database
 * @property {string} user
 * @property {string} host             with its port, as the error messages name it
 * @property {number} connectTimeoutMs
 */

// Known to Prisma's own connectors only: the driver would hand them to the server as settings it doesn't know.
const PRISMA_PARAMETERS = [
  'schema',
  'connect_timeout',
  'connection_limit',
  'max_connection_lifetime',
  'max_idle_connection_lifetime',
  'pgbouncer',
  'pool_timeout',
  'single_use_connections',
  'socket_timeout',
  'sslaccept',
  'sslidentity',
  'sslpassword',
  'statement_cache_size',
];

const DEFAULT_CONNECT_TIMEOUT_S = 5;

export class InvalidDatabaseUrl extends Error {
  code = 'P1013';

  /** @param {string} reason */
  constructor(reason) {
    super(`The provided database string is invalid: ${reason}`);
    this.name = 'InvalidDatabaseUrl';
  }
}

/**
 * @param {string} raw
 * @returns {DatabaseTarget}
 * @throws {InvalidDatabaseUrl} when it isn't a `postgresql://` or `postgres://` URL; its text never holds the URL, which carries a password
 */
export function parseDatabaseUrl(raw) {
  const url = URL.canParse(raw) ? new URL(raw) : undefined;
  if (url === undefined) throw new InvalidDatabaseUrl('it is not a URL.');
  if (url.protocol !== 'postgresql:' && url.protocol !== 'postgres:') {
    throw new InvalidDatabaseUrl('it must start with `postgresql://` or `postgres://`.');
  }
  const schema = url.searchParams.get('schema') ?? 'public';
  const timeout = Number(url.searchParams.get('connect_timeout') ?? DEFAULT_CONNECT_TIMEOUT_S);
  for (const name of PRISMA_PARAMETERS) url.searchParams.delete(name);
  const database = decodeURIComponent(url.pathname.slice(1));
  return {
    connectionString: url.href,
    schema,
    database: database === '' ? 'postgres' : database,
    user: decodeURIComponent(url.username),
    host: `${url.hostname}:${url.port === '' ? '5432' : url.port}`,
    connectTimeoutMs: (Number.isFinite(timeout) ? timeout : DEFAULT_CONNECT_TIMEOUT_S) * 1000,
  };
}

/**
 * The same server, another database.
 * @param {DatabaseTarget} target
 * @param {string} database
 * @returns {DatabaseTarget}
 */
export function inDatabase(target, database) {
  const url = new URL(target.connectionString);
  url.pathname = `/${encodeURIComponent(database)}`;
  return { ...target, connectionString: url.href, database };
}
