import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { testDatabaseUrl } from '../tools/parts.js';

const runner = fileURLToPath(new URL('../../prisma/engine/run.mjs', import.meta.url));

export type Ran = { readonly code: number | null; readonly output: string };

/** A schema and migrations of its own, with a database that doesn't exist before a command makes it. */
export type PrismaProject = {
  readonly url: string;
  readonly migrations: string;
  /** `npm run prisma -- …` on this project, with nobody at the keyboard. */
  readonly prisma: (args: readonly string[], databaseUrl?: string) => Promise<Ran>;
  readonly writeSchema: (models: string) => Promise<void>;
  readonly writeMigration: (name: string, sql: string) => Promise<void>;
  readonly query: (sql: string) => Promise<readonly Record<string, unknown>[]>;
  readonly remove: () => Promise<void>;
};

function databaseUrl(name: string): string {
  const url = new URL(testDatabaseUrl());
  url.pathname = `/${name}`;
  return url.href;
}

async function queryIn(url: string, sql: string): Promise<readonly Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

function run(args: readonly string[], url: string): Promise<Ran> {
  const child = spawn(process.execPath, [runner, ...args], {
    env: { ...process.env, DATABASE_URL: url, NO_COLOR: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  }
  return new Promise((resolve, reject) => {
    child.once('error', reject).once('close', (code) => resolve({ code, output }));
  });
}

export async function createPrismaProject(): Promise<PrismaProject> {
  const folder = await mkdtemp(join(tmpdir(), 'order-finance-prisma-'));
  const migrations = join(folder, 'migrations');
  const config = join(folder, 'prisma.config.ts');
  const name = `finance_test_copy_${randomBytes(6).toString('hex')}_${String(Math.floor(Date.now() / 1000))}`;
  const url = databaseUrl(name);
  await mkdir(migrations);
  await writeFile(join(migrations, 'migration_lock.toml'), 'provider = "postgresql"\n');
  await writeFile(
    config,
    `export default { schema: 'schema.prisma', migrations: { path: 'migrations' }, datasource: { url: process.env.DATABASE_URL } };\n`,
  );
  return {
    url,
    migrations,
    prisma: (args, otherUrl) => run([...args, '--config', config], otherUrl ?? url),
    writeSchema: (models) =>
      writeFile(join(folder, 'schema.prisma'), `datasource db {\n  provider = "postgresql"\n}\n${models}\n`),
    writeMigration: async (migration, sql) => {
      await mkdir(join(migrations, migration), { recursive: true });
      await writeFile(join(migrations, migration, 'migration.sql'), sql);
    },
    query: (sql) => queryIn(url, sql),
    remove: async () => {
      await queryIn(testDatabaseUrl(), `drop database if exists ${name} with (force)`);
      await rm(folder, { recursive: true });
    },
  };
}
