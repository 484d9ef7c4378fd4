import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

import type { MigrationList } from '@prisma/schema-engine-wasm/schema_engine_bg';

import { findProjectRoot } from '../embedded-postgres/project-root.mjs';

/** A folder of prisma/migrations. The checksum is the SHA-256 of its migration.sql in hex, as the engine records it. */
export type MigrationFile = { readonly name: string; readonly sql: string; readonly checksum: string };

/** Where the reviewed migrations lie: beside package.json, for source and compiled code alike. */
export async function migrationsFolder(): Promise<string> {
  return join(await findProjectRoot(), 'prisma', 'migrations');
}

/** In the order in which they are applied: by name. */
export async function readMigrations(folder: string): Promise<readonly MigrationFile[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  return Promise.all(
    names.sort().map(async (name) => {
      const bytes = await readFile(join(folder, name, 'migration.sql'));
      return { name, sql: bytes.toString('utf8'), checksum: createHash('sha256').update(bytes).digest('hex') };
    }),
  );
}

/** The list as the schema engine takes it. */
export async function toMigrationList(folder: string, migrations: readonly MigrationFile[]): Promise<MigrationList> {
  const lockfile = 'migration_lock.toml';
  return {
    baseDir: folder,
    lockfile: { path: lockfile, content: await readFile(join(folder, lockfile), 'utf8') },
    shadowDbInitScript: '',
    migrationDirectories: migrations.map(({ name, sql }) => ({
      path: name,
      migrationFile: { path: 'migration.sql', content: { tag: 'ok', value: sql } },
    })),
  };
}
