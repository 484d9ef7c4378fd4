import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { laneOf } from '../../src/kernel/lane.js';
import { eventually } from '../tools/eventually.js';
import { Proxy } from '../tools/proxy.js';
import { createTestDatabase, type TestDatabase } from '../tools/test-database.js';
import { between } from './between.js';
import { anOrder, delivery, type Query, rowCounts, StoreUnderTest } from './store-under-test.js';

let database: TestDatabase;
let observer: StoreUnderTest;

beforeAll(async () => {
  database = await createTestDatabase();
  observer = new StoreUnderTest(database.url);
});

afterAll(async () => {
  await observer.close();
  await database.drop();
});

/** Ends every connection to the test's database but the one that asks. */
const cut = (query: Query) =>
  query(
    'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
  );

describe('a connection that dies under a writer', () => {
  it('costs nothing: every input ends applied exactly once', async () => {
    const statements = { begun: 0, cut: 0 };
    const maybeCut = async <T>(statement: () => Promise<T>): Promise<T> => {
      statements.begun += 1;
      if (statements.begun % 3 > 0) return statement();
      // At the same time as the statement: before its commit or after it, as it happens.
      const [answer] = await Promise.allSettled([statement(), cut(observer.query)]);
      statements.cut += 1;
      if (answer.status === 'rejected') throw answer.reason;
      return answer.value;
    };
    const store = new StoreUnderTest(database.url, {
      around: between({ read: (_requests, read) => maybeCut(read), write: (_writes, write) => maybeCut(write) }),
    });
    const orders = 750;
    const lives = Array.from({ length: orders }, anOrder).map((orderId) =>
      (['UserCheckedOut', 'OrderCompleted'] as const).map((type) => delivery(orderId, type)),
    );
    const outcomes = await inTurns(lives, 25, (step) => store.writer.advance(step));
    await store.close();

    // A commit whose answer was lost is found done when it is tried again.
    expect(outcomes.filter((outcome) => outcome !== 'advanced' && outcome !== 'duplicate')).toEqual([]);
    expect(outcomes).toHaveLength(2 * orders);
    expect(statements.cut).toBeGreaterThan(10);
    const [totals] = await observer.query(`
      select (select count(*)::int from orders where status = 'Completed' and version = 2 and out_sequence = 2) as completed,
        (select count(*)::int from order_events) as events, (select count(*)::int from inbox) as inbox,
        (select count(*)::int from messages) as messages, (select count(*)::int from outbox) as pointers`);
    const both = 2 * orders;
    expect(totals).toEqual({ completed: orders, events: both, inbox: both, messages: both, pointers: both });
  });

  it('is no fault of the inputs when the server just hangs up, and does not answer for a while', async () => {
    const door = await Proxy.to(database.url, 5432);
    const tries = { reads: 0, writes: 0 };
    const store = new StoreUnderTest(door.url, {
      around: between({
        read: (_requests, read) => {
          tries.reads += 1;
          return read();
        },
        write: (_writes, write) => {
          tries.writes += 1;
          // The socket is closed under the statement: the driver has no code for that.
          if (tries.writes === 1) setImmediate(() => door.hangUp());
          return write();
        },
      }),
    });
    // So few that a store which splits its batches would have blamed each of them before the door opens.
    const orders = Array.from({ length: 2 }, anOrder);
    const answers = Promise.all(orders.map((orderId) => store.writer.advance(delivery(orderId, 'UserCheckedOut'))));
    await eventually(() => expect(tries.reads).toBeGreaterThan(6));
    door.open();
    for (const outcome of await answers) expect(['advanced', 'duplicate']).toContain(outcome);
    await store.close();
    await door.close();
  });

  it('loses no commit with its answer: the relay is woken, and the next try finds it done', async () => {
    let lost = 0;
    const around = between({
      write: async (_writes, write) => {
        const answer = await write();
        lost += 1;
        if (lost === 1) throw Object.assign(new Error('The answer is lost'), { code: 'ECONNRESET', syscall: 'read' });
        return answer;
      },
    });
    const store = new StoreUnderTest(database.url, { around });
    const orderId = anOrder();
    expect(await store.writer.advance(delivery(orderId, 'UserCheckedOut'))).toBe('duplicate');
    expect(await rowCounts(store.query, orderId)).toMatchObject({ order_events: 1, inbox: 1, messages: 1, outbox: 1 });
    expect(store.wake.lanes).toEqual([laneOf(orderId)]);
    await store.close();
  });
});

/** So many lives at a time, the steps of each in turn. */
async function inTurns<Step, Outcome>(
  lives: readonly (readonly Step[])[],
  width: number,
  work: (step: Step) => Promise<Outcome>,
): Promise<readonly Outcome[]> {
  const outcomes: Outcome[] = [];
  const left = [...lives];
  const runner = async () => {
    for (let life = left.shift(); life !== undefined; life = left.shift())
      for (const step of life) outcomes.push(await work(step));
  };
  await Promise.all(Array.from({ length: width }, runner));
  return outcomes;
}
