import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import pg from 'pg';
import { arrayLiteral, recordList } from '../../src/platform/prisma/array-literal.js';
import { createTestDatabase, type TestDatabase } from '../tools/test-database.js';

describe('a list as one text', () => {
  let database: TestDatabase;
  let client: pg.Client;

  beforeAll(async () => {
    database = await createTestDatabase();
    client = new pg.Client(database.url);
    await client.connect();
  });
  afterAll(async () => {
    await client.end();
    await database.drop();
  });

  const read = async (expression: string, parameter: string): Promise<unknown> =>
    (await client.query<{ read: unknown }>(`select ${expression} as read`, [parameter])).rows[0]?.read;

  // A NUL and half a surrogate pair are no text for PostgreSQL.
  const text = fc.oneof(
    fc.constantFrom('', 'null', 'NULL', ' ', ',', '{}', '"', '\\', '\\"', 'a\nb', '\u001e', '🙂'),
    fc.string({ unit: 'grapheme' }).filter((it) => !it.includes('\0')),
  );

  it('reads every text as it was', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(text), async (values) => {
        expect(await read('$1::text[]', arrayLiteral(values))).toEqual(values);
      }),
      { numRuns: 300 },
    );
  });

  it('reads numbers of 64 bits', async () => {
    expect(await read('$1::bigint[]', arrayLiteral([9_223_372_036_854_775_807n, -1]))).toEqual([
      '9223372036854775807',
      '-1',
    ]);
  });

  it('brings rows back in the order asked for', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.json()), async (documents) => {
        const rows = `unnest($1::text[]) with ordinality as rows(body, position)`;
        const records = `(select ${recordList.sql(['position', 'body'], 'position desc')} from ${rows})`;
        expect(recordList.parse(String(await read(records, arrayLiteral(documents))))).toEqual(
          documents.map((document, index) => [String(index + 1), document]).reverse(),
        );
      }),
      { numRuns: 200 },
    );
  });
});
