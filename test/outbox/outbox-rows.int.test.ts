import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { OutboxRow } from '../../src/outbox/outbox-rows.js';
import { NotOneRow } from '../../src/platform/prisma/database.js';
import { eventually } from '../tools/eventually.js';
import { OutboxWorld } from './outbox-world.js';

const instance = '00000000-0000-7000-8000-000000000001';
const leases = new Map(Array.from({ length: 16 }, (_, lane) => [lane, 1n] as const));

let world: OutboxWorld;

beforeEach(async () => {
  // One connection: PostgreSQL makes its plans for each, and counts for each.
  world = await OutboxWorld.open(1);
  await world.sql.query(`update lanes set owner = $1, token = 1, leased_until = 'infinity'`, [instance]);
});

afterEach(async () => {
  await world.close();
});

const fetch = (limit = 10_000): Promise<readonly OutboxRow[]> =>
  world.rows.fetch({ instance, leases, inFlight: [], limit });

async function sendAll(count: number): Promise<void> {
  await world.put(OutboxWorld.orders(count));
  const rows = await fetch();
  expect(rows).toHaveLength(count);
  await world.rows.remove(rows.map(({ id }) => id));
}

/** Pages of the outbox, without its indexes, that were looked at so far. */
async function pagesRead(): Promise<number> {
  await world.database.statement('select pg_stat_force_next_flush()::text');
  const [pages] = await world.database.onlyRow<readonly [string]>(
    `select (heap_blks_read + heap_blks_hit)::text from pg_statio_user_tables where relname = 'outbox'`,
  );
  return Number(pages);
}

describe('the outbox in PostgreSQL', () => {
  it('is fetched from without reading what was sent before, though the plan was made when it was empty', async () => {
    // From the sixth time on a prepared statement keeps its plan.
    for (let times = 0; times < 6; times += 1) expect(await fetch()).toEqual([]);
    await sendAll(4_000);
    await world.put(OutboxWorld.orders(5));
    // Who meets them first marks their entries as dead, once nobody in the database can see them any more.
    await eventually(async () => {
      const before = await pagesRead();
      expect(await fetch()).toHaveLength(5);
      const read = (await pagesRead()) - before;
      expect(read).toBeGreaterThan(0);
      // The sent ones fill 45 pages.
      expect(read).toBeLessThan(25);
    });
  });

  it('is vacuumed when ten thousand messages were sent', async () => {
    const vacuums = async () => {
      const { rows } = await world.sql.query<{ readonly count: number }>(
        `select vacuum_count::int as count from pg_stat_user_tables where relname = 'outbox'`,
      );
      return rows[0]?.count;
    };
    await sendAll(9_999);
    expect(await vacuums()).toBe(0);
    await sendAll(2);
    await eventually(async () => {
      expect(await vacuums()).toBe(1);
    });
  });
});

describe('a statement that always has one row', () => {
  it('is refused when it had none or two, instead of being taken for "nothing found"', async () => {
    expect(await world.database.onlyRow(`select 'a', $1::text`, 'b')).toEqual(['a', 'b']);
    await expect(world.database.onlyRow(`select 'a' where false`)).rejects.toBeInstanceOf(NotOneRow);
    await expect(world.database.onlyRow(`values ('a'), ('b')`)).rejects.toBeInstanceOf(NotOneRow);
  });
});
