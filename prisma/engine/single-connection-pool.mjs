// @ts-check
import { DriverAdapterError } from '@prisma/driver-adapter-utils';
import pg from 'pg';

import { connectionError } from './known-error.mjs';

/** @import { DatabaseTarget } from './database-url.mjs' */

// Catalogue types that the engine reads and @prisma/adapter-pg, written for the client, refuses. Their text form is
// what the engine expects, so their columns are announced as text (25), text[] (1009) or int8 (20).
const READ_AS = new Map([
  [18, 25], // "char": see charColumnsOf
  [22, 25], // int2vector
  [24, 25], // regproc
  [27, 25], // tid
  [28, 20], // xid
  [29, 20], // cid
  [30, 25], // oidvector
  [194, 25], // pg_node_tree
  [705, 25], // unknown
  [1002, 1009], // "char"[]
  [1003, 1009], // name[]
  [1033, 25], // aclitem
  [1186, 25], // interval
  [2202, 25], // regprocedure
  [2205, 25], // regclass
  [2206, 25], // regtype
  [2278, 25], // void
  [3220, 25], // pg_lsn
  [4089, 25], // regnamespace
  [4096, 25], // regrole
  [5069, 25], // xid8
]);

const CHAR = 18;

/** @type {WeakMap<unknown[], readonly number[]>} */
const charColumns = new WeakMap();

/**
 * @param {readonly pg.FieldDef[]} fields
 * @param {number} type
 */
const indexesOf = (fields, type) => fields.flatMap(({ dataTypeID }, index) => (dataTypeID === type ? [index] : []));

/**
 * Which columns of a result were of type "char": the engine reads them as characters where it describes constraints, and
 * adapter-pg has no name for the type.
 * @param {unknown[]} rows the rows array of a result, itself
 */
export const charColumnsOf = (rows) => charColumns.get(rows) ?? [];

/**
 * A pool that is one connection for its whole life: the engine's advisory lock and search_path belong to a session.
 * @param {DatabaseTarget} target
 * @returns {Promise<pg.Pool>} connected
 * @throws {import('./known-error.mjs').KnownError} P1000, P1001, P1003, P1010
 */
export async function openSingleConnection(target) {
  const client = new pg.Client({
    connectionString: target.connectionString,
    connectionTimeoutMillis: target.connectTimeoutMs,
    application_name: 'prisma-schema-engine',
  });
  let lost = false;
  // Without a listener a lost connection would end the process; the query under way, or the next one, reports it.
  client.on('error', () => {
    lost = true;
  });
  try {
    await client.connect();
  } catch (error) {
    throw connectionError(error, target);
  }
  // adapter-pg drops the offset of every timestamptz, so the session must be in UTC.
  await client.query(`SET TimeZone = 'UTC'; SET search_path = ${pg.escapeIdentifier(target.schema)}`);

  /** @param {string | pg.QueryArrayConfig} config text alone goes over the simple protocol, whole, however many statements it has */
  const query = async (config) => {
    try {
      /** @type {pg.QueryResultBase | pg.QueryResultBase[]} */
      const results = typeof config === 'string' ? await client.query(config) : await client.query(config);
      const result = Array.isArray(results) ? results.at(-1) : results;
      if (result?.rows !== undefined) charColumns.set(result.rows, indexesOf(result.fields, CHAR));
      for (const field of result?.fields ?? []) field.dataTypeID = READ_AS.get(field.dataTypeID) ?? field.dataTypeID;
      return result;
    } catch (error) {
      throw lost ? new DriverAdapterError({ kind: 'ConnectionClosed' }) : error;
    }
  };
  const lent = {
    query,
    release: () => undefined,
    on: () => lent,
    removeListener: () => lent,
  };
  // A real pool, never connected itself: adapter-pg accepts only an instance of pg.Pool.
  return Object.assign(new pg.Pool({ max: 1 }), {
    query,
    connect: () => Promise.resolve(lent),
    end: () => client.end(),
  });
}
