import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { access, readdir, readFile, readlink } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { connect } from 'amqplib';
import { eventually } from '../tools/eventually.js';
import { describeWith } from '../tools/parts.js';
import { Servers } from './servers.js';

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );

/** The processes that work below a folder. */
async function workingBelow(folder: string): Promise<readonly string[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const places = await Promise.all(pids.map((pid) => readlink(`/proc/${pid}/cwd`).catch(() => '')));
  return pids.filter((_, index) => places[index]?.startsWith(folder) === true);
}

describeWith('servers', 'private servers', () => {
  let servers: Servers;
  beforeAll(async () => {
    servers = await Servers.start();
  }, 120_000);
  afterAll(() => servers.stop());

  it('answer under the addresses that they say', async () => {
    expect(await servers.postgres.query(`select current_setting('fsync') as fsync`)).toEqual([{ fsync: 'on' }]);
    expect(await servers.redis.command('PING')).toBe('PONG');
    const connection = await connect(servers.rabbitmq.url);
    await connection.close();
  });

  it('come back after each way of going down, PostgreSQL with its data', async () => {
    await servers.postgres.query('create table kept (id int)');
    for (const how of ['fast', 'immediate', 'kill'] as const) await servers.postgres.restart(how);
    expect(await servers.postgres.query('select count(*)::int as rows from kept')).toEqual([{ rows: 0 }]);
    await servers.redis.command('SET', 'key', 'value');
    await servers.redis.restart();
    expect(await servers.redis.command('GET', 'key')).toBeNull();
  });

  it('obey the operator', async () => {
    expect(await servers.rabbitmq.control('list_queues', 'name')).toBe('');
  });

  it('are frozen and go on', async () => {
    const { process } = servers.redis;
    process.pause();
    await eventually(async () => {
      expect(await readFile(`/proc/${process.pid}/status`, 'utf8')).toContain('T (stopped)');
    });
    const answer = servers.redis.command('PING');
    process.resume();
    expect(await answer).toBe('PONG');
  });
});

describeWith('servers', 'private servers whose user is killed', () => {
  it('leave no process and no file', async () => {
    const module = fileURLToPath(new URL('../../dist/test/servers/servers.js', import.meta.url));
    const script = `
      const { Servers } = await import(${JSON.stringify(module)});
      const servers = await Servers.start();
      console.log(servers.folder);
      setInterval(() => undefined, 1_000);
    `;
    const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [line] = (await once(child.stdout, 'data')) as [Buffer];
    const folder = line.toString().trim();
    expect(await workingBelow(folder)).not.toHaveLength(0);
    child.kill('SIGKILL');
    await eventually(async () => {
      if (await exists(folder)) throw new Error(`${folder} is still there`);
    });
    expect(await workingBelow(folder)).toEqual([]);
  }, 120_000);
});
