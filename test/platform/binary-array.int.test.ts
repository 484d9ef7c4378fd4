import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { binaryArray, type Elements, type ElementType } from '../../src/platform/prisma/binary-array.js';
import { ByteWriter } from '../../src/platform/prisma/byte-writer.js';
import { WriterDatabase } from '../../src/platform/prisma/database.js';
import { UnfitValue } from '../../src/platform/prisma/unfit-value.js';
import { blame } from '../../src/store/database-fault.js';
import { createTestDatabase, type TestDatabase } from '../tools/test-database.js';

const writer = new ByteWriter();

/** The array of these values. */
const arrayOf = <Type extends ElementType>(type: Type, values: readonly (Elements[Type] | null)[]): Buffer =>
  binaryArray<Elements[Type] | null, Type>(writer, { type, of: (value) => value }, values);

let testDatabase: TestDatabase;
let database: WriterDatabase;

beforeAll(async () => {
  testDatabase = await createTestDatabase();
  database = new WriterDatabase({ url: testDatabase.url, connections: 1 });
});
afterAll(async () => {
  await database.close();
  await testDatabase.drop();
});

/** The elements as PostgreSQL read them, each as its text. */
async function asRead(type: ElementType, array: Buffer): Promise<readonly (string | null)[]> {
  const sql = `select element::text from unnest($1::${type}[]) with ordinality as read(element, position) order by position`;
  return (await database.statement<readonly [string | null]>(sql, array)).map(([element]) => element);
}

/** Random values come back, and null as null. */
async function comesBack<Type extends ElementType>(
  type: Type,
  values: fc.Arbitrary<Elements[Type]>,
  written: (value: Elements[Type]) => unknown,
  read: (text: string) => unknown = (it) => it,
): Promise<void> {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.option(values), { maxLength: 30 }), async (elements) => {
      const texts = await asRead(type, arrayOf(type, elements));
      expect(texts.map((it) => it !== null && read(it))).toEqual(elements.map((it) => it !== null && written(it)));
    }),
    { numRuns: 150 },
  );
}

const caught = (action: () => unknown): unknown => {
  try {
    return action();
  } catch (error) {
    return error;
  }
};

// PostgreSQL knows no NUL in a text.
const text = fc.oneof(
  fc.constantFrom('', 'null', 'NULL', ' ', ',', '{}', '"', '\\', '\\"', 'a\nb', '\u001e', '🙂', 'ä'.repeat(24)),
  fc.string({ unit: 'binary', maxLength: 60 }).filter((it) => !it.includes('\0')),
);

describe('an array in binary format', () => {
  it('is read with every uuid, in either case', () =>
    comesBack(
      'uuid',
      fc.tuple(fc.uuid(), fc.boolean()).map(([id, upper]) => (upper ? id.toUpperCase() : id)),
      (id) => id.toLowerCase(),
    ));

  it('is read with every text', () => comesBack('text', text, (it) => it));

  it('is read with every JSON text as it was written', () => comesBack('json', fc.json(), (it) => it));

  it('is read with every JSON value', () =>
    comesBack(
      'jsonb',
      // PostgreSQL has no NUL in a JSON value either.
      fc.json({ stringUnit: 'grapheme' }).filter((it) => !it.includes('\\u0000')),
      (document) => JSON.parse(document) as unknown,
      (document) => JSON.parse(document) as unknown,
    ));

  it('is read with all bytes', () =>
    comesBack(
      'bytea',
      fc.uint8Array({ maxLength: 200 }).map((it) => Buffer.from(it)),
      (bytes) => `\\x${bytes.toString('hex')}`,
    ));

  it('is read with truth values', () => comesBack('boolean', fc.boolean(), String));

  it('is read with every integer', async () => {
    const inRange = (limit: number) =>
      fc.oneof(fc.constantFrom(-limit, limit - 1, -1, 0), fc.integer({ min: -limit, max: limit - 1 }));
    await comesBack('smallint', inRange(2 ** 15), String);
    await comesBack('int', inRange(2 ** 31), String);
    const extremes = [-(2n ** 63n), 2n ** 63n - 1n, 2n ** 53n, 2n ** 53n - 1n, -(2n ** 53n), -(2n ** 32n), -1n, 0n];
    const some = fc.oneof(
      fc.constantFrom(...extremes),
      fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
      fc.maxSafeInteger(),
    );
    await comesBack('bigint', some, String);
  });

  it('is read with every time that both know, to the millisecond', () =>
    comesBack(
      'timestamptz',
      fc.oneof(
        fc.date({ min: new Date('0001-01-01'), max: new Date('9999-12-31'), noInvalidDate: true }),
        fc.constantFrom(new Date(0), new Date('2000-01-01'), new Date('1999-12-31T23:59:59.999Z')),
      ),
      (time) => time.getTime(),
      (time) => new Date(time.replace(' ', 'T').replace('+00', 'Z')).getTime(),
    ));

  it('is read where it is empty, of each type', async () => {
    const types = ['uuid', 'text', 'json', 'jsonb', 'bytea', 'boolean', 'smallint', 'int', 'bigint', 'timestamptz'];
    for (const type of types as readonly ElementType[]) expect(await asRead(type, arrayOf(type, []))).toEqual([]);
  });

  it('is read where it outgrows the memory that it was begun in', async () => {
    const long = ['a', 'ä', '🙂', '"\\'].map((unit) => unit.repeat(300_000));
    const small = arrayOf('text', ['written before']);
    const array = arrayOf('text', [...long, null, ...long]);
    const after = arrayOf('text', ['written after']);
    expect(await asRead('text', array)).toEqual([...long, null, ...long]);
    expect(await asRead('text', small)).toEqual(['written before']);
    expect(await asRead('text', after)).toEqual(['written after']);
  });

  it('has the memory of one that was sent, however large that was', async () => {
    for (const units of [10, 100_000, 2_000_000, 10]) {
      const long = 'ä'.repeat(units);
      expect(await asRead('text', arrayOf('text', [long, 'a']))).toEqual([long, 'a']);
      writer.clear();
    }
    expect(writer.chunk.length).toBeLessThanOrEqual(1_024 * 1_024);
  });

  it('keeps what it was while others are written', async () => {
    const values = (round: number) => Array.from({ length: 50 }, (_, index) => `${String(round)} `.repeat(50 + index));
    const arrays = Array.from({ length: 100 }, (_, round) => arrayOf('text', values(round)));
    for (const [round, array] of arrays.entries()) expect(await asRead('text', array)).toEqual(values(round));
  });

  it('has U+FFFD for half a surrogate pair', async () => {
    expect(await asRead('text', arrayOf('text', ['a\ud800', '\udc00b'.repeat(30)]))).toEqual([
      'a\ufffd',
      '\ufffdb'.repeat(30),
    ]);
  });
});

describe('a value that its type can’t hold', () => {
  const id = '01890a5d-ac96-774b-bcce-b302099a8057';

  it.each([
    ['', 'uuid'],
    [id.replaceAll('-', ''), 'uuid'],
    [`{${id}}`, 'uuid'],
    [` ${id}`, 'uuid'],
    [id.slice(1), 'uuid'],
    [id.replace('-', '0'), 'uuid'],
    ...['g', '@', '`', 'ı', '\0', '\u0130', '０'].map((wrong) => [`${id.slice(0, 35)}${wrong}`, 'uuid'] as const),
  ] as const)('is the input’s fault: the text %j for a uuid', (value, type) => {
    const error = caught(() => arrayOf(type, [id, value]));
    expect(error).toBeInstanceOf(UnfitValue);
    expect(blame(error)).toBe('input');
  });

  it.each([
    ['smallint', 2 ** 15],
    ['smallint', -(2 ** 15) - 1],
    ['smallint', 2 ** 32],
    ['smallint', 1.5],
    ['smallint', NaN],
    ['int', 2 ** 31],
    ['int', -(2 ** 31) - 1],
    ['int', 2 ** 32],
    ['int', 1.5],
    ['int', NaN],
    ['int', Infinity],
    ['bigint', 1.5],
    ['bigint', NaN],
    ['bigint', 2 ** 53],
  ] as const)('is the input’s fault: for %s the number %d', (type, value) => {
    const error = caught(() => arrayOf(type, [0, value]));
    expect(error).toBeInstanceOf(UnfitValue);
    expect(blame(error)).toBe('input');
  });

  it.each([2n ** 63n, -(2n ** 63n) - 1n, 2n ** 64n])('is the input’s fault: for bigint %d', (value) => {
    expect(blame(caught(() => arrayOf('bigint', [0n, value])))).toBe('input');
    expect(() => arrayOf('bigint', [0n, value])).toThrow(UnfitValue);
  });

  it('is the input’s fault: a time that is none', () => {
    expect(() => arrayOf('timestamptz', [new Date(Number.NaN)])).toThrow(UnfitValue);
  });

  it('leaves nothing of itself in the next array', async () => {
    expect(() => arrayOf('uuid', [id, 'none'])).toThrow(UnfitValue);
    expect(await asRead('uuid', arrayOf('uuid', [id]))).toEqual([id]);
  });

  it.each([
    ['a NUL in a short text', 'text', 'Mai\0Tran'],
    ['a NUL in a long text', 'text', `${'x'.repeat(100)}\0`],
    ['a JSON text that is empty', 'json', ''],
    ['a JSON text that is empty, in binary', 'jsonb', ''],
    ['JSON with a raw control character', 'jsonb', '"a\u001eb"'],
    ['JSON text with a raw control character', 'json', '"a\u001eb"'],
    ['JSON with a raw NUL', 'jsonb', '"a\0b"'],
    ['JSON with an escaped NUL', 'jsonb', '"a\\u0000b"'],
    ['JSON with half a surrogate pair', 'jsonb', '"\\ud800"'],
    ['two JSON texts', 'jsonb', '{}{}'],
  ] as const)('is refused by PostgreSQL as the input’s fault: %s', async (_title, type, value) => {
    const error = await asRead(type, arrayOf(type, ['{}', value])).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(Error);
    expect(blame(error)).toBe('input');
  });

  it('is refused by PostgreSQL as the input’s fault: a time before PostgreSQL’s first', async () => {
    const error = await asRead('timestamptz', arrayOf('timestamptz', [new Date(-8.64e15)])).catch(
      (thrown: unknown) => thrown,
    );
    expect(blame(error)).toBe('input');
  });
});
