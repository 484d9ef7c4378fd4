import { afterAll, beforeAll, expect, it } from '@jest/globals';
import pg from 'pg';
import { createTestDatabase, type TestDatabase } from '../tools/test-database.js';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

it.each(['order_events', 'inbox', 'messages'])(
  'analyzes a small sample of %s: one column with the default would bring back the large one',
  async (table) => {
    const client = new pg.Client({ connectionString: database.url });
    await client.connect();
    try {
      const { rows } = await client.query<{ column: string; target: number }>(
        `select attname as column, attstattarget as target from pg_attribute
         where attrelid = $1::regclass and attnum > 0 and not attisdropped and coalesce(attstattarget, -1) not between 0 and 10`,
        [table],
      );
      expect(rows).toEqual([]);
    } finally {
      await client.end();
    }
  },
);
