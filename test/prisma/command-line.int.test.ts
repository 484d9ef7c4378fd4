import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { deployMigrations } from '../../src/platform/migrations/deploy-migrations.js';
import { createPrismaProject, type PrismaProject } from './prisma-project.js';

const SHELF = 'model Shelf {\n  id Int @id\n  label String\n}';
const SHELF_SQL = `CREATE TABLE "Shelf" ("id" INTEGER NOT NULL, "label" TEXT NOT NULL, CONSTRAINT "Shelf_pkey" PRIMARY KEY ("id"));`;

// A body with semicolons, which must reach the server in one piece.
const FUNCTION_SQL = `CREATE FUNCTION shelves() RETURNS bigint LANGUAGE plpgsql AS $$ DECLARE n bigint; BEGIN SELECT count(*) INTO n FROM "Shelf"; RETURN n; END $$;`;

// A command takes 1.5 s of processor time, most of it the CLI's own start: on a busy machine that is many seconds.
jest.setTimeout(150_000);

describe("Prisma's own command line on a closed network", () => {
  let project: PrismaProject;
  beforeEach(async () => {
    project = await createPrismaProject();
    await project.writeSchema(SHELF);
  });
  afterEach(() => project.remove());

  it('makes the database, applies each migration and records the checksum of its file', async () => {
    await project.writeMigration('0001_shelf', `${SHELF_SQL}\n${FUNCTION_SQL}\n`);

    expect(await project.prisma(['migrate', 'deploy'])).toMatchObject({ code: 0 });
    expect(await project.prisma(['migrate', 'status'])).toMatchObject({
      code: 0,
      output: expect.stringContaining('Database schema is up to date'),
    });

    const sql = await readFile(join(project.migrations, '0001_shelf', 'migration.sql'));
    expect(await project.query('SELECT migration_name, checksum FROM _prisma_migrations')).toEqual([
      { migration_name: '0001_shelf', checksum: createHash('sha256').update(sql).digest('hex') },
    ]);
    expect(await project.query('SELECT shelves() AS n')).toEqual([{ n: '0' }]);
  });

  it('stops at a broken migration, names it and the reason, and goes on once it is resolved', async () => {
    await project.writeMigration('0001_shelf', SHELF_SQL);
    await project.writeMigration(
      '0002_floor',
      'ALTER TABLE "Shelf" ADD COLUMN floor int;\nALTER TABLE nowhere ADD y int;',
    );

    const failed = await project.prisma(['migrate', 'deploy']);
    expect(failed.code).toBe(1);
    expect(failed.output).toContain('P3018');
    expect(failed.output).toContain('Migration name: 0002_floor');
    expect(failed.output).toContain('relation "nowhere" does not exist');

    await project.writeMigration('0002_floor', 'ALTER TABLE "Shelf" ADD COLUMN floor int;');
    expect(await project.prisma(['migrate', 'resolve', '--rolled-back', '0002_floor'])).toMatchObject({ code: 0 });
    expect(await deployMigrations(project.url, project.migrations)).toEqual(['0002_floor']);
    expect(await project.query('SELECT floor FROM "Shelf"')).toEqual([]);
  });

  it('writes the next migration from the schema, and sees what was changed behind its back', async () => {
    await project.writeMigration('0001_shelf', SHELF_SQL);
    expect(await deployMigrations(project.url, project.migrations)).toEqual(['0001_shelf']);

    await project.writeSchema(SHELF.replace('label String', 'label String\n  floor Int?'));
    expect(await project.prisma(['migrate', 'dev', '--create-only', '--name', 'floor'])).toMatchObject({ code: 0 });
    const made = (await readdir(project.migrations)).find((name) => name.endsWith('_floor'));
    expect(await readFile(join(project.migrations, made ?? 'none', 'migration.sql'), 'utf8')).toContain(
      'ALTER TABLE "Shelf" ADD COLUMN     "floor" INTEGER;',
    );

    await project.query('ALTER TABLE "Shelf" ADD COLUMN stray int');
    const drift = await project.prisma(['migrate', 'dev', '--name', 'next']);
    expect(drift.code).not.toBe(0);
    expect(drift.output).toContain('Drift detected');

    expect(await project.prisma(['migrate', 'reset', '--force'])).toMatchObject({ code: 0 });
    await expect(project.query('SELECT stray FROM "Shelf"')).rejects.toMatchObject({ code: '42703' });
    expect(await project.query('SELECT floor FROM "Shelf"')).toEqual([]);
  });

  it('says which server it could not reach', async () => {
    const unreachable = await project.prisma(['migrate', 'status'], 'postgresql://nobody@127.0.0.1:1/nowhere');
    expect(unreachable.code).toBe(1);
    expect(unreachable.output).toContain('P1001');
    expect(unreachable.output).toContain('127.0.0.1:1');
  });

  it('compares two schema files without any database', async () => {
    const difference = await project.prisma(
      ['migrate', 'diff', '--from-empty', '--to-schema', join(project.migrations, '..', 'schema.prisma'), '--script'],
      '',
    );
    expect(difference).toMatchObject({ code: 0, output: expect.stringContaining('CREATE TABLE "Shelf"') });
  });
});
