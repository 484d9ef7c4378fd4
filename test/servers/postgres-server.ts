import { execFile } from 'node:child_process';
import { chown } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { findBinaries } from '../../src/platform/embedded-postgres/binaries.mjs';
import { serverUser } from '../../src/platform/embedded-postgres/server-user.mjs';
import { freePort } from './free-port.js';
import { findDebianPostgres } from './programs.mjs';
import type { RunFolder } from './run-folder.js';
import { ServerProcess } from './server-process.js';

const run = promisify(execFile);

const settings = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: 200,
  shared_buffers: '512MB',
  fsync: 'on',
  synchronous_commit: 'on',
  timezone: 'UTC',
};

/** How it goes down: `fast` ends the sessions in good order, `immediate` and `kill` leave a recovery to the next start. */
export type PostgresStop = 'fast' | 'immediate' | 'kill';

const signals = { fast: 'SIGINT', immediate: 'SIGQUIT', kill: 'SIGKILL' } as const;

/** A PostgreSQL of this run's own: Debian's newest, else the one from npm. */
export class PostgresServer {
  private constructor(
    /** Of the database `postgres`, as the superuser. */
    readonly url: string,
    readonly process: ServerProcess,
  ) {}

  static async start(run: RunFolder): Promise<PostgresServer> {
    const home = await run.subfolder('postgres');
    const user = await serverUser(home);
    const port = await freePort();
    const { initdb, postgres } = await programs(user);
    const data = join(home, 'data');
    await makeCluster(initdb, home, data, user);
    const url = `postgresql://postgres@127.0.0.1:${port}/postgres`;
    const process = new ServerProcess({
      name: 'PostgreSQL',
      program: postgres,
      args: [
        '-D',
        data,
        ...Object.entries({ ...settings, port }).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
      ],
      env: { LC_ALL: 'C' },
      folder: data,
      user,
      logFile: join(home, 'log'),
      ask: () => queryOnce(url, 'select'),
    });
    await process.start();
    return new PostgresServer(url, process);
  }

  /** The address of another database on it. */
  urlOf(database: string): string {
    const url = new URL(this.url);
    url.pathname = `/${database}`;
    return url.href;
  }

  /** As the superuser, on a connection of its own. */
  query(sql: string, values: readonly unknown[] = []): Promise<readonly Record<string, unknown>[]> {
    return queryOnce(this.url, sql, values);
  }

  stop(how: PostgresStop): Promise<void> {
    return this.process.end(signals[how]);
  }

  async restart(how: PostgresStop): Promise<void> {
    await this.stop(how);
    await this.process.start();
  }
}

type User = Awaited<ReturnType<typeof serverUser>>;

async function programs(user: User): Promise<{ readonly initdb: string; readonly postgres: string }> {
  const debian = await findDebianPostgres();
  return debian === null ? findBinaries(user) : { initdb: join(debian, 'initdb'), postgres: join(debian, 'postgres') };
}

async function makeCluster(initdb: string, home: string, data: string, user: User): Promise<void> {
  // PostgreSQL refuses to run as root.
  if (user !== undefined) await chown(home, user.uid, user.gid);
  const options = ['--username=postgres', '--auth=trust', '--encoding=UTF8', '--locale=C', '--no-sync'];
  await run(initdb, ['-D', data, ...options], { cwd: home, env: { LC_ALL: 'C', PATH: process.env['PATH'] }, ...user });
}

async function queryOnce(
  connectionString: string,
  sql: string,
  values: readonly unknown[] = [],
): Promise<readonly Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString, connectionTimeoutMillis: 5_000, application_name: 'servers' });
  // The end of the connection also rejects what is under way on it.
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql, [...values])).rows;
  } finally {
    await client.end();
  }
}
