import { fork, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isDeepStrictEqual } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { OrderId } from '../../src/kernel/ids.js';
import { live, policy } from '../order/order-life.js';
import { createTestDatabase, type TestDatabase } from '../tools/test-database.js';
import { expectedLife } from './expected-life.js';
import { type RacedOrder, raceWorkload } from './race-workload.js';
import { StoreUnderTest } from './store-under-test.js';
import { type StoredLife, storedLives } from './stored-life.js';

type Result = {
  readonly outcomes: Readonly<Record<string, number>>;
  readonly errors: readonly string[];
  readonly conflicts: number;
  readonly milliseconds: number;
};

const total = 10_000;
const { orders, deliveries } = raceWorkload(total);
const unique = new Set(deliveries.map(({ messageId }) => messageId)).size;
const worker = fileURLToPath(new URL('race-worker.mjs', import.meta.url));

let database: TestDatabase;
let observer: StoreUnderTest;
let processes: readonly ChildProcess[] = [];
let results: readonly Result[];
let lives: ReadonlyMap<OrderId, StoredLife>;

beforeAll(async () => {
  database = await createTestDatabase();
  observer = new StoreUnderTest(database.url);
  const folder = await mkdtemp(join(tmpdir(), 'race-'));
  try {
    const file = join(folder, 'deliveries.json');
    await writeFile(file, JSON.stringify(deliveries));
    processes = [1, 2].map((seed) => start(file, seed));
    results = await race();
  } finally {
    await rm(folder, { recursive: true });
  }
  lives = await storedLives(
    observer.query,
    orders.map(({ orderId }) => orderId),
  );
}, 120_000);

afterAll(async () => {
  for (const one of processes) one.kill();
  await observer.close();
  await database.drop();
});

describe(`two processes, each fed the same ${String(total)} deliveries of ${String(orders.length)} orders`, () => {
  it('really race: both apply messages, and many orders move under the other’s hands', () => {
    const sum = (of: (result: Result) => number) => results.reduce((so, result) => so + of(result), 0);
    const applied = ({ outcomes }: Result) => Object.values(outcomes).reduce((a, b) => a + b, 0) - duplicates(outcomes);
    // How many each applies is the scheduler's to say; that they met, the conflicts' count.
    for (const result of results) expect(applied(result)).toBeGreaterThan(unique / 100);
    expect(sum(({ conflicts }) => conflicts)).toBeGreaterThan(100);
    expect(unique / deliveries.length).toBeCloseTo(0.7, 1);
  });

  it('answer every delivery, and every message once as applied', () => {
    expect(results.flatMap(({ errors }) => errors)).toEqual([]);
    const counts = results.map(({ outcomes }) => outcomes);
    const answered = counts.flatMap((outcomes) => Object.values(outcomes)).reduce((a, b) => a + b);
    expect(answered).toBe(2 * deliveries.length);
    expect(counts.map(duplicates).reduce((a, b) => a + b)).toBe(2 * deliveries.length - unique);
  });

  it('bring every order to where its fate has it', () => {
    const astray = orders
      .map(({ orderId, fate }) => ({ orderId, status: lives.get(orderId)?.fold.status, fate }))
      .filter(({ status, fate }) => !fate.ends.some((end) => end === status))
      .map(({ orderId, status = 'None', fate }) => `${orderId} is ${status} after ${fate.messages.join(', ')}`);
    expect(astray).toEqual([]);
  });

  it('come to what one process would have, taking the messages in the order in which they were applied', () => {
    // Node's comparison is five times as fast as Jest's, which then explains the first that differs.
    const other = orders.find((order) => !isDeepStrictEqual(lives.get(order.orderId), expectedOf(order)));
    if (other !== undefined) expect(lives.get(other.orderId)).toEqual(expectedOf(other));
    expect(other).toBeUndefined();
  });

  it('leave no message out and none doubled, in the inbox, the histories and what goes out', async () => {
    const [totals] = await observer.query(`
      select (select count(*)::int from inbox) as inbox,
        (select count(*)::int from orders) as orders,
        (select count(*)::int from orders o where o.version <> (select count(*) from order_events e where e.order_id = o.order_id)
           or o.version <> (select max(version) from order_events e where e.order_id = o.order_id)) as gaps_in_histories,
        (select count(*)::int from orders o where o.out_sequence <> (select count(*) from messages m where m.order_id = o.order_id)
           or o.out_sequence <> (select max(sequence) from messages m where m.order_id = o.order_id)) as gaps_in_messages,
        (select count(*)::int from (select from messages group by order_id, headers ->> 'causation-id', type having count(*) > 1) d)
           as doubled_commands,
        (select count(*)::int from messages full join outbox using (order_id, sequence)
           where message_id is null or lane is null) as without_pointer,
        (select count(*)::int from deferred_messages) as still_waiting,
        (select count(*)::int from dead_letters) as dead`);
    expect(totals).toEqual({
      ...{ inbox: unique, orders: orders.length, gaps_in_histories: 0, gaps_in_messages: 0 },
      ...{ doubled_commands: 0, without_pointer: 0, still_waiting: 0, dead: 0 },
    });
  });
});

const duplicates = (outcomes: Result['outcomes']): number => outcomes['duplicate'] ?? 0;

const expectedOf = (order: RacedOrder): StoredLife => expectedLife(live(arrivalsOf(order)));

/** The order's messages as they were applied; what was never applied comes last, where the comparison will miss it. */
function arrivalsOf({ orderId, inputs }: RacedOrder) {
  const applied = lives.get(orderId)?.history.map(({ cause }) => cause.messageId) ?? [];
  return [...new Set([...applied, ...inputs.keys()])].flatMap((messageId) => inputs.get(messageId) ?? []);
}

function start(deliveriesFile: string, seed: number): ChildProcess {
  const settings = JSON.stringify({ seed, policy, outstanding: 400, nearby: 300 });
  return fork(worker, [database.url, deliveriesFile, settings], { execArgv: [] });
}

/** Starts them at the same moment, and waits for what they have to say. */
async function race(): Promise<readonly Result[]> {
  await Promise.all(processes.map(answerOf));
  const ended = Promise.all(processes.map(answerOf));
  for (const one of processes) one.send('go');
  return (await ended) as readonly Result[];
}

async function answerOf(one: ChildProcess): Promise<unknown> {
  const died = once(one, 'exit').then(([code]) => {
    throw new Error(`A consumer process ended with ${String(code)} before it answered`);
  });
  const [answer] = (await Promise.race([once(one, 'message'), died])) as readonly unknown[];
  return answer;
}
