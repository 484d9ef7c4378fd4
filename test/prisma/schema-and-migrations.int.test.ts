import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import { testDatabaseUrl } from '../tools/parts.js';
import { createPrismaProject, type PrismaProject } from './prisma-project.js';

jest.setTimeout(150_000);

let project: PrismaProject;
beforeAll(async () => {
  project = await createPrismaProject();
});
afterAll(() => project.remove());

it('finds that the reviewed migrations make what the schema says', async () => {
  // Exit code 2 where there is a difference, and the SQL that would mend it in the output.
  const compared = await project.prisma(
    [
      ...['migrate', 'diff', '--script', '--exit-code'],
      ...['--from-migrations=prisma/migrations', '--to-schema=prisma/schema.prisma'],
    ],
    // A server is enough: the migrations are replayed in a shadow database.
    testDatabaseUrl(),
  );
  expect(compared).toMatchObject({ code: 0, output: expect.stringContaining('This is an empty migration') });
});
