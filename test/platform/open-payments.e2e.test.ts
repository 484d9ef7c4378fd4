import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { v7 } from 'uuid';
import { createLog } from '../../src/platform/log.js';
import { Database } from '../../src/platform/prisma/database.js';
import { warnOfOpenPayments } from '../../src/store/open-payments.js';
import { eventually } from '../tools/eventually.js';
import { TestSite } from '../tools/test-service.js';

let site: TestSite;

beforeEach(async () => {
  site = await TestSite.open();
});

afterEach(() => site.close());

type Line = { readonly level: string; readonly msg: string; readonly payments?: unknown };

/** Starts a process, and returns what it has said about payments. */
async function toldAtStart(env: Readonly<Record<string, string>> = {}): Promise<readonly Line[]> {
  const lines: Line[] = [];
  const log = createLog('info', { write: (line) => lines.push(JSON.parse(line) as Line) });
  const service = await site.start(env, { log });
  await service.stop();
  return lines.filter(({ msg }) => msg.includes('PAYMENTS=off') || msg.includes('did not start'));
}

const seed = (...statuses: readonly string[]) =>
  site.sql.query(
    "insert into payments (order_id, status, version, state) select unnest($1::uuid[]), unnest($2::text[]), 1, '{}'",
    [statuses.map(() => v7()), statuses],
  );

describe('a start with payments off', () => {
  it('warns once of payments that are not at rest, with their counts by status', async () => {
    await seed('Authorized', 'Authorized', 'Unknown', 'Captured', 'Voided', 'Settled', 'NotNeeded');
    await eventually(async () =>
      expect(await toldAtStart()).toMatchObject([{ level: 'warn', payments: { Authorized: 2, Unknown: 1 } }]),
    );
  });

  it('says nothing where all are at rest, and leaves it to the processes that watch timers', async () => {
    await seed('Captured', 'Refunded', 'Declined');
    const service = await site.start();
    const said: string[] = [];
    await warnOfOpenPayments(service.app.get(Database), createLog('info', { write: (line) => said.push(line) }));
    expect(said).toEqual([]);
    await seed('Authorized');
    expect(await toldAtStart({ ROLES: 'api' })).toEqual([]);
  });

  it('says nothing while payments are on', async () => {
    await seed('Authorized');
    expect(await toldAtStart({ PAYMENTS: 'simulated' })).toEqual([]);
  });
});
