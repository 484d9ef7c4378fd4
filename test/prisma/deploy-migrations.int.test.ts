import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { deployMigrations } from '../../src/platform/migrations/deploy-migrations.js';
import { readMigrations } from '../../src/platform/migrations/migration-list.js';
import { schemaState } from '../../src/platform/migrations/schema-state.js';
import { createPrismaProject, type PrismaProject } from './prisma-project.js';

describe('migrating from within the service', () => {
  let project: PrismaProject;
  const state = async () => schemaState(project.url, await readMigrations(project.migrations));
  const deploy = () => deployMigrations(project.url, project.migrations);

  beforeEach(async () => {
    project = await createPrismaProject();
    await project.writeMigration('0001_shelf', 'CREATE TABLE shelf (id int);');
    await project.writeMigration('0002_floor', 'ALTER TABLE shelf ADD COLUMN floor int; SELECT 1;');
  });
  afterEach(() => project.remove());

  it('takes a database that is not there yet for one with everything pending', async () => {
    expect(await state()).toEqual({ pending: ['0001_shelf', '0002_floor'], failed: [], edited: [] });
  });

  it('applies each migration once when two processes start at the same moment', async () => {
    const applied = await Promise.all([deploy(), deploy()]);
    expect(applied.flat().sort()).toEqual(['0001_shelf', '0002_floor']);
    expect(await state()).toEqual({ pending: [], failed: [], edited: [] });
    expect(await deploy()).toEqual([]);
  });

  it('reports a migration that was edited after it was applied, and what the next build adds', async () => {
    await deploy();
    await project.writeMigration('0001_shelf', 'CREATE TABLE shelf (id bigint);');
    await project.writeMigration('0003_label', 'ALTER TABLE shelf ADD COLUMN label text;');
    expect(await state()).toEqual({ pending: ['0003_label'], failed: [], edited: ['0001_shelf'] });
  });

  it('stops at a migration that fails, and does not try again before it is resolved', async () => {
    await project.writeMigration('0003_broken', 'ALTER TABLE shelf\n  ADD COLUMN floor int;');
    await expect(deploy()).rejects.toMatchObject({
      code: 'P3018',
      message: expect.stringContaining('column "floor" of relation "shelf" already exists'),
    });
    expect(await state()).toEqual({ pending: [], failed: ['0003_broken'], edited: [] });
    await expect(deploy()).rejects.toMatchObject({ code: 'P3009' });
  });

  it('names an unreachable server and a URL of another kind by their codes', async () => {
    const unreachable = deployMigrations('postgresql://nobody@127.0.0.1:1/nowhere', project.migrations);
    await expect(unreachable).rejects.toMatchObject({ code: 'P1001' });
    await expect(deployMigrations('mysql://127.0.0.1/nowhere', project.migrations)).rejects.toMatchObject({
      code: 'P1013',
    });
  });
});
