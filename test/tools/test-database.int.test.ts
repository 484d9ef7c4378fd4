import { describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { pendingMigrations } from '../../src/platform/migrations/schema-state.js';
import { testDatabaseUrl } from './parts.js';
import { createTestDatabase } from './test-database.js';

async function ask(url: string, sql: string, values: readonly unknown[] = []): Promise<readonly unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql, [...values])).rows;
  } finally {
    await client.end();
  }
}

const named = (name: string) => ask(testDatabaseUrl(), 'select 1 from pg_database where datname = $1', [name]);

describe('a test database', () => {
  it('is migrated, as the service sees it', async () => {
    const database = await createTestDatabase();
    expect(await pendingMigrations(database.url)).toEqual([]);
    expect(await ask(database.url, 'select count(*)::int as orders from orders')).toEqual([{ orders: 0 }]);
    await database.drop();
  });

  it('is nobody else’s, however many are asked for at once', async () => {
    const databases = await Promise.all(Array.from({ length: 4 }, () => createTestDatabase()));
    expect(new Set(databases.map(({ url }) => url)).size).toBe(4);
    await Promise.all(databases.map(({ drop }) => drop()));
  });

  it('is dropped although somebody is still connected', async () => {
    const database = await createTestDatabase();
    const client = new pg.Client({ connectionString: database.url });
    const ended = new Promise((resolve) => client.once('end', resolve));
    client.on('error', () => {});
    await client.connect();
    await database.drop();
    await ended;
    expect(await named(new URL(database.url).pathname.slice(1))).toEqual([]);
  });

  it('takes away what a killed run left more than an hour ago, and nothing younger', async () => {
    const hourAgo = Math.floor(Date.now() / 1000) - 3_700;
    const left = `finance_test_copy_${String(process.pid)}_${String(hourAgo)}`;
    const young = `finance_test_copy_${String(process.pid)}_${String(hourAgo + 600)}`;
    for (const name of [left, young]) await ask(testDatabaseUrl(), `create database ${name}`);
    const database = await createTestDatabase();
    expect(await named(left)).toEqual([]);
    expect(await named(young)).toHaveLength(1);
    await ask(testDatabaseUrl(), `drop database ${young}`);
    await database.drop();
  });
});
