import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '../tools/test-database.js';
import { runFinance } from './finance-command.js';

describe('finance', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase();
  });
  afterAll(() => database.drop());

  it('answers from the configured database, and ends with 0', async () => {
    const said = await runFinance({ DATABASE_URL: database.url }, 'dead-letters', 'groups');
    expect(said).toMatchObject({ code: 0, stdout: '', stderr: 'No dead letters are open.\n' });
  });

  it('ends with 2 where it was called wrongly, and connects to nothing', async () => {
    const said = await runFinance({ DATABASE_URL: 'nonsense' }, 'dead-letters', 'groups', '--reson');
    expect(said).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining("Unknown option '--reson'") });
  });

  it('ends with 1 and a sentence where it cannot do its work', async () => {
    const url = new URL(database.url);
    url.pathname = '/there_is_no_such_database';
    const said = await runFinance({ DATABASE_URL: url.href }, 'dead-letters', 'groups');
    expect(said).toMatchObject({ code: 1, stdout: '', stderr: expect.stringContaining('schema is behind') });
  });

  it('works on the embedded database where none is configured, and stops it again', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'finance-command-'));
    const said = await runFinance({ DATA_FOLDER: join(folder, 'data') }, 'dead-letters', 'groups');
    expect(said).toMatchObject({ code: 0, stderr: 'No dead letters are open.\n' });
    await rm(folder, { recursive: true });
  });
});
