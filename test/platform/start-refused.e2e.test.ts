import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TestSite } from '../tools/test-service.js';
import { ServiceProcess } from './service-process.js';

let site: TestSite;

beforeAll(async () => {
  site = await TestSite.open();
});

afterAll(async () => {
  await site.close();
});

/** What a start that must fail says, line by line. */
async function refusal(env: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const service = ServiceProcess.spawn({ ...site.env, ...env });
  const { code } = await service.ended();
  expect(code).toBe(1);
  expect(service.stdout).toBe('');
  expect(service.stderr).not.toMatch(/^\s+at /m);
  return service.stderr.trimEnd().split('\n');
}

describe('the service does not start', () => {
  it('with a wrong environment, and names everything that is wrong without a value', async () => {
    const wrong = { PORT: 'harbour', ROLES: 'cashier', BROKER_URL: 'http://guest:hunter2@rabbit', LOG_LEVEL: 'loud' };
    const lines = await refusal({ ...wrong, ORDER_MAX_RETRY_TIMEOUT: 'soon' });
    expect(lines[0]).toBe('The environment is not usable:');
    const named = lines.slice(1).map((line) => line.trim().split(':')[0]);
    expect(named.sort()).toEqual(['BROKER_URL', 'LOG_LEVEL', 'ORDER_MAX_RETRY_TIMEOUT', 'PORT', 'ROLES']);
    expect(lines.join()).not.toMatch(/harbour|cashier|hunter2|loud|soon/);
  });

  it('on a port that is held, and says so in one line', async () => {
    const holder = createServer().listen(0, '127.0.0.1');
    await once(holder, 'listening');
    const { port } = holder.address() as AddressInfo;
    expect(await refusal({ PORT: String(port) })).toEqual([
      `Port ${port} of 127.0.0.1 is held by another process: stop that one, or set PORT to a free port`,
    ]);
    holder.close();
  });

  it('on a schema that is behind, and names the command that mends it', async () => {
    const { rows } = await site.sql.query<{ readonly name: string }>(
      'delete from _prisma_migrations where migration_name = (select max(migration_name) from _prisma_migrations) returning migration_name as name',
    );
    const lines = await refusal({});
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain(`is behind by ${rows[0]?.name ?? ''}`);
    expect(lines[0]).toContain('run `npm run prisma -- migrate deploy`');
  });

  it('on a database that is out of reach, and names its host, not its password', async () => {
    const lines = await refusal({ DATABASE_URL: 'postgresql://finance:hunter2@localhost:1/finance' });
    expect(lines[0]).toContain('localhost:1');
    expect(lines.join()).not.toContain('hunter2');
  });
});
