import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { startEmbeddedPostgres } from '../../src/platform/embedded-postgres/start.mjs';

const module = fileURLToPath(new URL('../../src/platform/embedded-postgres/start.mjs', import.meta.url));

const other = `
  const { startEmbeddedPostgres } = await import(${JSON.stringify(module)});
  const server = await startEmbeddedPostgres({ dataFolder: process.argv[1] });
  console.log(JSON.stringify({ port: server.port, owned: server.owned }));
  process.stdin.on('end', () => server.stop()).resume();
`;

type Other = { readonly child: ChildProcess; readonly port: number; readonly owned: boolean };

/** Another process that uses the server until its input ends. */
async function startInOtherProcess(dataFolder: string): Promise<Other> {
  const child = spawn(process.execPath, ['--input-type=module', '-e', other, dataFolder], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  for await (const line of createInterface(child.stdout)) {
    const said = JSON.parse(line) as { readonly port: number; readonly owned: boolean };
    return { child, ...said };
  }
  throw new Error('The other process ended without a word.');
}

async function end({ child }: Other): Promise<void> {
  const exited = once(child, 'exit');
  child.stdin?.end();
  await exited;
}

async function query(url: string, sql: string): Promise<readonly Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

describe('PostgreSQL from npm', () => {
  let dataFolder: string;
  const postmasterFile = () => join(dataFolder, 'cluster', 'postmaster.pid');
  const isRunning = () =>
    stat(postmasterFile()).then(
      () => true,
      () => false,
    );

  beforeAll(async () => {
    dataFolder = await mkdtemp(join(tmpdir(), 'order-finance-embedded-'));
    // What an initdb that was killed leaves behind; no process has this number.
    await mkdir(join(dataFolder, 'cluster.draft-4194999-1'));
    await writeFile(join(dataFolder, 'cluster.draft-4194999-1', 'PG_VERSION'), '18\n');
  });
  afterAll(() => rm(dataFolder, { recursive: true }));

  it('makes a cluster that only the holder of the password can enter, and keeps its data between runs', async () => {
    const first = await startEmbeddedPostgres({ dataFolder });
    expect(first.owned).toBe(true);
    await query(first.url, 'CREATE TABLE kept AS SELECT 42 AS answer');
    const stranger = new URL(first.url);
    stranger.password = 'guessed';
    await expect(query(stranger.href, 'SELECT 1')).rejects.toMatchObject({ code: '28P01' });
    expect((await stat(join(dataFolder, 'password'))).mode & 0o777).toBe(0o600);
    expect((await readdir(dataFolder)).filter((name) => name.startsWith('cluster'))).toEqual(['cluster']);
    await first.stop();
    expect(await isRunning()).toBe(false);

    const second = await startEmbeddedPostgres({ dataFolder });
    expect(await query(second.url, 'SELECT answer FROM kept')).toEqual([{ answer: 42 }]);
    expect(
      await query(
        second.url,
        `SELECT current_setting('fsync') AS fsync, current_setting('listen_addresses') AS listens,
                current_setting('server_encoding') AS encoding, current_setting('TimeZone') AS zone`,
      ),
    ).toEqual([{ fsync: 'on', listens: '127.0.0.1', encoding: 'UTF8', zone: 'UTC' }]);
    await second.stop();
  });

  it('is shared by processes that start at the same moment, until the last one stops', async () => {
    const [ours, theirs] = await Promise.all([startEmbeddedPostgres({ dataFolder }), startInOtherProcess(dataFolder)]);
    expect(theirs.port).toBe(ours.port);
    expect([ours.owned, theirs.owned].sort()).toEqual([false, true]);

    await ours.stop();
    expect(await query(ours.url, 'SELECT 1 AS alive')).toEqual([{ alive: 1 }]);
    await end(theirs);
    expect(await isRunning()).toBe(false);
  });

  it('is taken over by the next start when its process was killed', async () => {
    const killed = await startInOtherProcess(dataFolder);
    const exited = once(killed.child, 'exit');
    killed.child.kill('SIGKILL');
    await exited;
    expect(await isRunning()).toBe(true);

    const next = await startEmbeddedPostgres({ dataFolder });
    expect(next.port).toBe(killed.port);
    await next.stop();
    expect(await isRunning()).toBe(false);
  });

  it('starts after a crash, also when its old process number belongs to somebody else now', async () => {
    const crashed = await startInOtherProcess(dataFolder);
    const file = await readFile(postmasterFile(), 'utf8');
    process.kill(Number(file.split('\n')[0]), 'SIGKILL');
    await end(crashed);
    await writeFile(postmasterFile(), file.replace(/^\d+/, String(process.pid)));

    const next = await startEmbeddedPostgres({ dataFolder });
    expect(await query(next.url, 'SELECT answer FROM kept')).toEqual([{ answer: 42 }]);
    await next.stop();
  });

  it('says which way out there is when the data folder can not be used', async () => {
    const file = join(dataFolder, 'password');
    await expect(startEmbeddedPostgres({ dataFolder: file })).rejects.toMatchObject({
      code: 'EMBEDDED_POSTGRES.DATA_FOLDER',
      message: expect.stringContaining('DATABASE_URL'),
    });
  });
});
