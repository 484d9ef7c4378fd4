// @ts-check
import pg from 'pg';

import { inDatabase } from './database-url.mjs';
import { connectionError } from './known-error.mjs';
import { openSingleConnection } from './single-connection-pool.mjs';

/** @import { DatabaseTarget } from './database-url.mjs' */

/**
 * @param {DatabaseTarget} target
 * @param {string} sql
 */
async function runIn(target, sql) {
  const pool = await openSingleConnection(target);
  try {
    await pool.query(sql);
  } finally {
    await pool.end();
  }
}

/** @param {DatabaseTarget} target */
export async function checkConnection(target) {
  await runIn(target, 'SELECT 1');
}

/**
 * @param {DatabaseTarget} target
 * @throws {import('./known-error.mjs').KnownError} P1009 when it is there already
 */
export async function createDatabase(target) {
  try {
    await runIn(inDatabase(target, 'postgres'), `CREATE DATABASE ${pg.escapeIdentifier(target.database)}`);
  } catch (error) {
    throw connectionError(error, target);
  }
  await runIn(target, `CREATE SCHEMA IF NOT EXISTS ${pg.escapeIdentifier(target.schema)}`);
}

/** @param {DatabaseTarget} target */
export async function dropDatabase(target) {
  try {
    await runIn(inDatabase(target, 'postgres'), `DROP DATABASE ${pg.escapeIdentifier(target.database)}`);
  } catch (error) {
    throw connectionError(error, target);
  }
}
