import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import pg from 'pg';
import { arrayLiteral, documentList, NotAJsonText, recordList } from '../../src/platform/prisma/array-literal.js';
import { createTestDatabase, type TestDatabase } from '../tools/test-database.js';

describe('the parameters of a batch', () => {
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

  it('reads every text as it was, and null as null', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.option(text)), async (values) => {
        expect(await read('$1::text[]', arrayLiteral(values))).toEqual(values);
      }),
      { numRuns: 300 },
    );
  });

  it('reads numbers of 64 bits, truth values and bytes', async () => {
    expect(await read('$1::bigint[]', arrayLiteral([9_223_372_036_854_775_807n, -1, null]))).toEqual([
      '9223372036854775807',
      '-1',
      null,
    ]);
    expect(await read('$1::boolean[]', arrayLiteral([true, false]))).toEqual([true, false]);
    const bytes = Buffer.from([0, 255, 0x22, 0x5c, 0x2c]);
    expect(await read('$1::bytea[]', arrayLiteral([bytes, Buffer.alloc(0)]))).toEqual([bytes, Buffer.alloc(0)]);
  });

  it('reads every JSON text as it was', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.json()), async (documents) => {
        expect(await read(documentList.sql('$1', 'text'), documentList.text(documents))).toEqual(documents);
      }),
      { numRuns: 200 },
    );
  });

  it('brings rows back in the order asked for', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.json()), async (documents) => {
        const rows = `unnest(${documentList.sql('$1', 'text')}) with ordinality as rows(body, position)`;
        const records = `(select ${recordList.sql(['position', 'body'], 'position desc')} from ${rows})`;
        expect(recordList.parse(String(await read(records, documentList.text(documents))))).toEqual(
          documents.map((document, index) => [String(index + 1), document]).reverse(),
        );
      }),
      { numRuns: 200 },
    );
  });

  it.each(['', '"a\u001eb"'])('refuses %j, which could pass for none or for two', (document) => {
    expect(() => documentList.text(['{}', document])).toThrow(NotAJsonText);
  });
});
