import { createHash, randomBytes, randomUUID } from 'node:crypto';
import pg from 'pg';
import { type MigrationFile, migrationsFolder, readMigrations } from '../../src/platform/migrations/migration-list.js';
import { testDatabaseUrl } from './parts.js';

export type TestDatabase = {
  readonly url: string;
  /** Ends every connection to it. */
  readonly drop: () => Promise<void>;
};

// Every name ends in the second of its making, so that what a killed run left behind can be told by its age.
const copies = 'finance_test_copy_';
const templates = 'finance_test_template_';
const reusableSeconds = 30 * 60;
// Far enough from the above that no run loses the template that it has just looked up.
const abandonedSeconds = 60 * 60;

// As the CLI makes it: the service looks here before it starts.
const migrationsTable = `create table _prisma_migrations (
  id varchar(36) primary key, checksum varchar(64) not null, finished_at timestamptz, migration_name varchar(255) not null,
  logs text, rolled_back_at timestamptz, started_at timestamptz not null default now(),
  applied_steps_count integer not null default 0)`;

/** A migrated database of its own on the tests' server. Made from a template, so that it costs about a tenth of a second. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const name = await asAdmin(async (admin) => {
    const template = await underLock(admin, () => currentTemplate(admin));
    const copy = `${copies}${randomBytes(6).toString('hex')}_${String(await serverSeconds(admin))}`;
    await admin.query(`create database ${copy} template ${template}`);
    return copy;
  });
  return {
    url: urlOf(name),
    drop: () =>
      asAdmin(async (admin) => {
        await admin.query(`drop database if exists ${name} with (force)`);
      }),
  };
}

async function currentTemplate(admin: pg.Client): Promise<string> {
  const migrations = await readMigrations(await migrationsFolder());
  const hash = createHash('sha256').update(migrations.map(({ name, checksum }) => `${name} ${checksum}\n`).join(''));
  const prefix = `${templates}${hash.digest('hex').slice(0, 12)}_`;
  const now = await serverSeconds(admin);
  const ours = await databasesLike(admin, 'finance\\_test\\_%');
  for (const name of ours)
    if (now - madeAt(name) > abandonedSeconds) await admin.query(`drop database if exists ${name} with (force)`);
  const usable = ours.find((name) => name.startsWith(prefix) && now - madeAt(name) < reusableSeconds);
  return usable ?? makeTemplate(admin, `${prefix}${String(now)}`, migrations);
}

async function makeTemplate(admin: pg.Client, name: string, migrations: readonly MigrationFile[]): Promise<string> {
  // It gets the name by which it is found when it is finished: a run killed half-way leaves no half-made template.
  const unfinished = `${copies}${randomBytes(6).toString('hex')}_${String(madeAt(name))}`;
  await admin.query(`create database ${unfinished}`);
  await withClient(urlOf(unfinished), async (client) => {
    await client.query(migrationsTable);
    for (const { name: migration, sql, checksum } of migrations) {
      await client.query(sql);
      await client.query(
        `insert into _prisma_migrations (id, checksum, finished_at, migration_name, applied_steps_count)
         values ($1, $2, now(), $3, 1)`,
        [randomUUID(), checksum, migration],
      );
    }
  });
  await admin.query(`alter database ${unfinished} rename to ${name}`);
  return name;
}

/** One process at a time looks, tidies and makes; the copying itself runs side by side. */
async function underLock<T>(admin: pg.Client, work: () => Promise<T>): Promise<T> {
  await admin.query(`select pg_advisory_lock(hashtext('finance_test'))`);
  try {
    return await work();
  } finally {
    await admin.query(`select pg_advisory_unlock(hashtext('finance_test'))`);
  }
}

async function databasesLike(admin: pg.Client, pattern: string): Promise<readonly string[]> {
  const { rows } = await admin.query<{ readonly datname: string }>(
    'select datname from pg_database where datname like $1 order by datname desc',
    [pattern],
  );
  return rows.map(({ datname }) => datname);
}

const madeAt = (name: string): number => Number(/_(\d+)$/.exec(name)?.[1] ?? Number.NaN);

async function serverSeconds(admin: pg.Client): Promise<number> {
  const { rows } = await admin.query<{ readonly now: number }>('select extract(epoch from now())::int as now');
  return rows[0]?.now ?? Number.NaN;
}

function urlOf(name: string): string {
  const url = new URL(testDatabaseUrl());
  url.pathname = `/${name}`;
  return url.href;
}

const asAdmin = <T>(work: (admin: pg.Client) => Promise<T>): Promise<T> => withClient(testDatabaseUrl(), work);

async function withClient<T>(connectionString: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
