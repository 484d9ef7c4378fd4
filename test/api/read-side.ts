import { afterAll, beforeAll, beforeEach } from '@jest/globals';
import type { Type } from '@nestjs/common';
import { Database } from '../../src/platform/prisma/database.js';
import { ReadDatabase } from '../queries/read-database.js';
import { ApiUnderTest } from './api-under-test.js';

export type ReadSide = { readonly tables: ReadDatabase; readonly database: Database; readonly api: ApiUnderTest };

/** The api on a database of the test file's own, emptied before each test. */
export function useReadSide(...handlers: readonly Type[]): () => ReadSide {
  let side: ReadSide | undefined;
  const started = (): ReadSide => {
    if (side === undefined) throw new Error('The api runs only while the tests do');
    return side;
  };
  beforeAll(async () => {
    const tables = await ReadDatabase.create();
    const database = new Database({ url: tables.url, connections: 4 });
    side = { tables, database, api: await ApiUnderTest.start(database, handlers) };
  });
  afterAll(async () => {
    await started().api.stop();
    await started().database.close();
    await started().tables.drop();
  });
  beforeEach(() => started().tables.empty());
  return started;
}
