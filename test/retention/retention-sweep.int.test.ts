import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { SystemClock } from '../../src/platform/clock.js';
import { createLog } from '../../src/platform/log.js';
import { Metrics } from '../../src/platform/metrics.js';
import { Database } from '../../src/platform/prisma/database.js';
import { VerifyOrders, VerifyOrdersHandler } from '../../src/queries/verify/verify-orders.js';
import { ExpiredAnswers } from '../../src/retention/expired-answers.js';
import { ExpiredCopies } from '../../src/retention/expired-copies.js';
import { ExpiredDeadLetters } from '../../src/retention/expired-dead-letters.js';
import { ExpiredMessages } from '../../src/retention/expired-messages.js';
import { RetentionSweep } from '../../src/retention/retention-sweep.js';
import { anOrder, delivery, StoreUnderTest } from '../store/store-under-test.js';
import { createTestDatabase, type TestDatabase } from '../tools/test-database.js';

let database: TestDatabase;
let store: StoreUnderTest;
let own: Database;
const metrics = new Metrics();
const day = 86_400_000;

beforeEach(async () => {
  database = await createTestDatabase();
  store = new StoreUnderTest(database.url);
  own = new Database({ url: database.url, connections: 2 });
});

afterEach(async () => {
  await own.close();
  await store.close();
  await database.drop();
});

class Hurried extends SystemClock {
  override pause(): Promise<void> {
    return super.pause(0);
  }
}

function sweeper(): RetentionSweep {
  const kinds = [
    new ExpiredMessages(own, 30 * day),
    new ExpiredDeadLetters(own, 30 * day),
    new ExpiredCopies(own, { queues: ['a_error', 'a_skipped'], retentionMs: 30 * day }),
    new ExpiredAnswers(own, 30 * day),
  ];
  return new RetentionSweep(kinds, { clock: new Hurried(), log: createLog('silent'), metrics });
}

const sweep = () => sweeper().sweep(new AbortController().signal);

const verify = async () => (await new VerifyOrdersHandler(own).execute(new VerifyOrders({ after: null }))).faults;

/** As if everything that stands there had been written so many days ago. */
async function age(days: number): Promise<void> {
  for (const [table, column] of [
    ['messages', 'created_at'],
    ['order_events', 'recorded_at'],
  ])
    await store.query(`update ${table} set ${column} = ${column} - $1 * interval '1 day'`, days);
}

const countOf = async (table: string, condition = 'true') =>
  (await store.query<{ readonly count: number }>(`select count(*)::int from ${table} where ${condition}`))[0]?.count;

// Of this database's own connections: other tests' wait for locks of theirs on the same server.
const waitsSql = `
  select l.* from pg_locks l join pg_stat_activity a using (pid) where not l.granted and a.datname = current_database()`;

describe('a sweep', () => {
  it('removes messages that were sent, when they are old enough, and neither history nor what still waits to go out', async () => {
    const [sent, unsent, young] = [anOrder(), anOrder(), anOrder()];
    for (const order of [sent, unsent])
      for (const type of ['UserCheckedOut', 'OrderCompleted'] as const)
        await store.writer.advance(delivery(order, type));
    await age(31);
    await store.writer.advance(delivery(young, 'UserCheckedOut'));
    await store.query('delete from outbox where order_id <> $1', unsent);
    await sweep();
    expect(await store.query('select order_id, sequence from messages order by 1, 2')).toEqual([
      { order_id: unsent, sequence: 1 },
      { order_id: unsent, sequence: 2 },
      { order_id: young, sequence: 1 },
    ]);
    expect(await countOf('orders')).toBe(3);
    expect(await countOf('order_events')).toBe(5);
    expect(await countOf('inbox')).toBe(5);
    expect(await verify()).toEqual([]);
    await store.query('delete from outbox');
    await sweep();
    expect(await countOf('messages')).toBe(1);
    expect(await verify()).toEqual([]);
  });

  it('takes every page, and counts what it removed', async () => {
    const before = await counted();
    await putMessages(2_500);
    await sweep();
    expect(await countOf('messages')).toBe(0);
    expect((await counted()) - before).toBe(2_500);
  });

  it('removes dead letters that were dealt with long ago, and never an open one', async () => {
    await store.query(`
      insert into dead_letters (fingerprint, direction, reason, detail, source, headers, body, first_at, last_at, resolution, resolved_at, resolved_by)
      select name || n, 'inbound', 'MalformedBody', name, '', '{}', '', now() - interval '90 days', now() - interval '90 days',
        resolution, now() - days * interval '1 day', case when days is not null then 'an operator' end
      from (values ('open', null, null), ('young', 'discarded', 29), ('old', 'discarded', 31), ('older', 'redriven', 60)) k(name, resolution, days),
        generate_series(1, 600) n`);
    await sweep();
    expect(await store.query('select detail, count(*)::int from dead_letters group by 1 order by 1')).toEqual([
      { detail: 'open', count: 600 },
      { detail: 'young', count: 600 },
    ]);
  });

  it('removes copies from the embedded broker, oldest first, and no message of another queue', async () => {
    await store.query(`
      insert into broker_messages (queue, exchange, headers, body, published_at)
      select queue, '', '{}', '', now() - days * interval '1 day'
      from (values ('a_error', 40), ('a_error', 31), ('a_error', 5), ('a_skipped', 31), ('a', 90)) k(queue, days), generate_series(1, 700)
      order by days desc`);
    await sweep();
    expect(await store.query('select queue, count(*)::int from broker_messages group by 1 order by 1')).toEqual([
      { queue: 'a', count: 700 },
      { queue: 'a_error', count: 700 },
    ]);
  });

  it('removes answers to commands, and no younger one', async () => {
    await store.query(`
      insert into payment_requests (key, order_id, fingerprint, answer, answered_at)
      select days || ' ' || n, gen_random_uuid(), '', '{}', now() - days * interval '1 day'
      from (values (29), (31), (400)) k(days), generate_series(1, 700) n`);
    await sweep();
    expect(await countOf('payment_requests')).toBe(700);
    expect(await countOf('payment_requests', `key like '29 %'`)).toBe(700);
  });

  it('ends after the batch at hand when it is told to, and the next one goes over everything again', async () => {
    await putMessages(2_500);
    await sweeper().sweep(AbortSignal.abort());
    expect(await countOf('messages')).toBe(1_500);
    await sweep();
    expect(await countOf('messages')).toBe(0);
  });

  it('holds up no writer, and is held up by none', async () => {
    const orders = Array.from({ length: 50 }, anOrder);
    for (const order of orders) await store.writer.advance(delivery(order, 'UserCheckedOut'));
    await putMessages(20_000);
    await age(31);
    await store.query('delete from outbox');
    // A writer that doesn't end: everything that it locked stays locked.
    await store.query('begin');
    await store.query('update orders set updated_at = now()');
    await sweep();
    expect(await countOf('messages')).toBe(0);
    await store.query('rollback');

    await putMessages(20_000);
    const swept = new AbortController();
    const sweepingAgain = sweep().finally(() => {
      swept.abort();
    });
    const waits: unknown[] = [];
    const watcher = (async () => {
      while (!swept.signal.aborted) waits.push(...(await store.query(waitsSql)));
    })();
    let written = 0;
    while (!swept.signal.aborted) {
      await Promise.all(orders.map((order) => store.writer.advance(delivery(order, 'OrderCompleted'))));
      written += orders.length;
    }
    await Promise.all([sweepingAgain, watcher]);
    expect(written).toBeGreaterThan(orders.length);
    expect(waits).toEqual([]);
  });
});

async function counted(): Promise<number> {
  const { values } = await metrics.expired.get();
  return values.find(({ labels }) => labels.kind === 'messages')?.value ?? 0;
}

/** Sent messages of long ago. */
const putMessages = (count: number) =>
  store.query(
    `insert into messages (order_id, sequence, message_id, type, destination, content_type, headers, body, event_version, created_at)
     select gen_random_uuid(), 1, gen_random_uuid(), 'T', 'a', 'application/json', '{}', 'body', 1, now() - interval '31 days'
     from generate_series(1, $1)`,
    count,
  );
