import { readFile, writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { GraphQLSchemaHost } from '@nestjs/graphql';
import { printSchema } from 'graphql';
import { Database } from '../../src/platform/prisma/database.js';
import { testDatabaseUrl } from '../tools/parts.js';
import { ApiUnderTest } from './api-under-test.js';

const file = (name: string) => new URL(`../../${name}`, import.meta.url);

// UPDATE_GENERATED=1 writes what these tests compare.
async function expectCommitted(name: string, text: string): Promise<void> {
  if (process.env['UPDATE_GENERATED'] === '1') await writeFile(file(name), text);
  expect(await readFile(file(name), 'utf8')).toBe(text);
}

describe('a generated document at the top', () => {
  let database: Database;
  let api: ApiUnderTest;

  beforeAll(async () => {
    database = new Database({ url: testDatabaseUrl(), connections: 1 });
    api = await ApiUnderTest.start(database);
  });

  afterAll(async () => {
    await api.stop();
    await database.close();
  });

  it('is the GraphQL schema that is served', async () => {
    await expectCommitted('schema.graphql', `${printSchema(api.app.get(GraphQLSchemaHost).schema)}\n`);
  });

  it('is the OpenAPI document that is served', async () => {
    const { status, text } = await api.get('/openapi.json');
    expect(status).toBe(200);
    await expectCommitted('openapi.json', `${text}\n`);
  });
});
