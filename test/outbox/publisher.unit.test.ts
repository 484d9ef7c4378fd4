import { beforeEach, describe, expect, it } from '@jest/globals';
import { pino } from 'pino';
import { MessageId, OrderId } from '../../src/kernel/ids.js';
import { SystemClock } from '../../src/platform/clock.js';
import { Metrics } from '../../src/platform/metrics.js';
import { type FailedPublish, type OutboxRow, OutboxRows } from '../../src/outbox/outbox-rows.js';
import { Publisher } from '../../src/outbox/publisher.js';
import { eventually } from '../tools/eventually.js';
import { FakeBroker, type Fate } from './fake-broker.js';

/** An outbox whose removals end when the test says so. */
class HeldRows extends OutboxRows {
  readonly removed: bigint[] = [];
  readonly failed: FailedPublish[] = [];
  private held: (() => void)[] = [];
  fault: Error | null = null;

  override fetch(): Promise<readonly OutboxRow[]> {
    return Promise.resolve([]);
  }

  override async remove(ids: readonly bigint[]): Promise<void> {
    await new Promise<void>((resolve) => this.held.push(resolve));
    if (this.fault !== null) throw this.fault;
    this.removed.push(...ids);
  }

  override fail(failed: FailedPublish): Promise<void> {
    this.failed.push(failed);
    return Promise.resolve();
  }

  get isAsked(): boolean {
    return this.held.length > 0;
  }

  letGo(): void {
    for (const resolve of this.held.splice(0)) resolve();
  }
}

function row(id: number, orderId = `order-${String(id)}`, sequence = 1): OutboxRow {
  const named = { orderId: OrderId(orderId), sequence };
  return {
    ...{ id: BigInt(id), lane: 0, token: 1n, attempts: 0, messageId: MessageId(`message-${String(id)}`), ...named },
    ...{ type: 'Command', destination: 'commands', contentType: 'application/json', headers: {} },
    body: Buffer.from(JSON.stringify(named)),
  };
}

/** Whether a promise is settled once everything that can go on has gone on. */
async function isSettled(promise: Promise<unknown>): Promise<boolean> {
  const turns = new Promise((resolve) => setImmediate(() => setImmediate(() => resolve('pending'))));
  return (await Promise.race([promise.then(() => 'settled'), turns])) === 'settled';
}

let fateOf: (sequence: number) => Fate;
let rows: HeldRows;
let broker: FakeBroker;
let publisher: Publisher;

beforeEach(() => {
  fateOf = () => 'confirmed';
  rows = new HeldRows();
  broker = new FakeBroker(({ sequence }) => fateOf(sequence));
  const around = { clock: new SystemClock(), log: pino({ level: 'silent' }), metrics: new Metrics() };
  const settings = { maxAttempts: 5, mayPublish: () => true, lookAgain: () => undefined };
  publisher = new Publisher(broker, rows, settings, around);
});

const idsOf = (count: number): readonly number[] => Array.from({ length: count }, (_, index) => index + 1);

describe('rows that are confirmed and not yet removed', () => {
  it('hold up no fetch, are left out of it, and are not published again', async () => {
    expect(publisher.accept([row(1), row(2)])).toBe(2);
    await publisher.atMost(0);
    await eventually(() => expect(rows.isAsked).toBe(true));
    expect(publisher.beginFetch()).toEqual([1n, 2n]);
    expect(publisher.accept([row(2), row(3)])).toBe(1);
    expect(broker.attempts).toHaveLength(3);
  });

  it('are no longer known once they are removed, but for the fetch that was under way', async () => {
    publisher.accept([row(1)]);
    await eventually(() => expect(rows.isAsked).toBe(true));
    publisher.beginFetch();
    rows.letGo();
    await publisher.idle();
    expect(publisher.accept([row(1)])).toBe(0);
    expect(publisher.beginFetch()).toEqual([]);
    expect(publisher.accept([row(1)])).toBe(1);
  });

  it('keep a relay from going idle', async () => {
    publisher.accept([row(1)]);
    await publisher.atMost(0);
    const idle = publisher.idle();
    await eventually(() => expect(rows.isAsked).toBe(true));
    expect(await isSettled(idle)).toBe(false);
    rows.letGo();
    await idle;
    expect(rows.removed).toEqual([1n]);
  });

  it('hold up the next fetch when the removal falls far behind', async () => {
    publisher.accept(idsOf(5_001).map((id) => row(id)));
    await eventually(() => expect(broker.confirmed).toHaveLength(5_001));
    const room = publisher.atMost(1_000);
    expect(await isSettled(room)).toBe(false);
    await eventually(() => {
      rows.letGo();
      expect(rows.removed).toHaveLength(5_001);
    });
    await room;
  });
});

describe('several rows of one order', () => {
  it('go out one after the other', async () => {
    publisher.accept([row(1, 'a', 1), row(2, 'a', 2), row(3, 'b', 1), row(4, 'a', 3)]);
    await publisher.atMost(0);
    expect(broker.overlaps).toEqual([]);
    expect(broker.sequencesOf('a')).toEqual([1, 2, 3]);
  });

  it('stay in the outbox behind one that failed, and are taken again by the next fetch alone', async () => {
    fateOf = (sequence) => (sequence === 2 ? 'refused' : 'confirmed');
    const all = [row(1, 'a', 1), row(2, 'a', 2), row(3, 'a', 3)];
    publisher.accept(all);
    await publisher.atMost(0);
    expect(broker.sequencesOf('a')).toEqual([1]);
    expect(rows.failed.map(({ row: { sequence } }) => sequence)).toEqual([2]);
    fateOf = () => 'confirmed';
    expect(publisher.accept(all)).toBe(0);
    publisher.beginFetch();
    expect(publisher.accept(all.slice(1))).toBe(2);
    await publisher.atMost(0);
    expect(broker.sequencesOf('a')).toEqual([1, 2, 3]);
  });
});

describe('a row that was just committed', () => {
  const taken = (one: OutboxRow, { since = Infinity, limit = 100 } = {}): boolean =>
    publisher.acceptNext(one, since, limit);

  it('goes out without a fetch where it is the first of its order, or follows what went out from here', async () => {
    expect([taken(row(1, 'a', 1)), taken(row(2, 'a', 2)), taken(row(3, 'b', 1))]).toEqual([true, true, true]);
    await publisher.atMost(0);
    expect(taken(row(4, 'a', 3))).toBe(true);
    publisher.accept([row(5, 'c', 7)]);
    expect(taken(row(6, 'c', 8))).toBe(true);
    await publisher.atMost(0);
    expect(broker.sequencesOf('a')).toEqual([1, 2, 3]);
    expect(broker.sequencesOf('c')).toEqual([7, 8]);
    expect(broker.overlaps).toEqual([]);
  });

  it('is left to a fetch where one before it may be in the outbox, and so are those after it until a fetch has brought it', async () => {
    expect(taken(row(2, 'a', 2))).toBe(false);
    expect(taken(row(3, 'b', 1))).toBe(true);
    expect([taken(row(5, 'b', 3)), taken(row(6, 'b', 4))]).toEqual([false, false]);
    publisher.beginFetch();
    publisher.accept([row(4, 'b', 2), row(5, 'b', 3)]);
    expect([taken(row(7, 'b', 5)), taken(row(6, 'b', 4))]).toEqual([false, true]);
    await publisher.atMost(0);
    expect(broker.sequencesOf('b')).toEqual([1, 2, 3, 4]);
    expect(broker.sequencesOf('a')).toEqual([]);
  });

  it.each(['refused', 'unroutable', 'lost'] as const)('is left to a fetch behind one that was %s', async (fate) => {
    fateOf = () => fate;
    expect([taken(row(1, 'a', 1)), taken(row(2, 'a', 2))]).toEqual([true, true]);
    await publisher.atMost(0);
    fateOf = () => 'confirmed';
    expect(taken(row(3, 'a', 3))).toBe(false);
    publisher.beginFetch();
    publisher.accept([row(1, 'a', 1), row(2, 'a', 2)]);
    expect(taken(row(3, 'a', 3))).toBe(true);
    await publisher.atMost(0);
    expect(broker.sequencesOf('a')).toEqual([1, 2, 3]);
  });

  it('is left to a fetch once the orders are forgotten, but for the first of an order that began afterwards', () => {
    const before = performance.now();
    expect(taken(row(1, 'a', 1))).toBe(true);
    publisher.forgetOrders();
    expect([taken(row(2, 'a', 2)), taken(row(3, 'b', 1))]).toEqual([false, true]);
    expect(taken(row(4, 'c', 1), { since: before })).toBe(false);
  });

  it('is left to a fetch after a fault of the database: a standby may lack what was committed last', async () => {
    expect(taken(row(1, 'a', 1))).toBe(true);
    await eventually(() => expect(rows.isAsked).toBe(true));
    rows.fault = new Error('The connection is gone');
    rows.letGo();
    await new Promise((resolve) => setImmediate(resolve));
    expect(taken(row(2, 'a', 2))).toBe(false);
    rows.fault = null;
    await eventually(() => {
      rows.letGo();
      expect(rows.removed).toEqual([1n]);
    });
  });

  it('is left to a fetch where its answer took so long that a fetch may have brought it, and that be forgotten', async () => {
    const since = performance.now();
    publisher.accept([row(1, 'a', 1)]);
    await publisher.atMost(0);
    expect(taken(row(1, 'a', 1), { since })).toBe(false);
    await eventually(() => expect(rows.isAsked).toBe(true));
    rows.letGo();
    await publisher.idle();
    publisher.beginFetch();
    expect(taken(row(1, 'a', 1), { since })).toBe(false);
    for (let id = 2; id <= 4_001; id += 1) publisher.accept([row(id)]);
    expect(taken(row(1, 'a', 1), { since })).toBe(false);
  });

  it('is not sent before its time where a fetch has brought it first, and the broker has refused it', async () => {
    fateOf = () => 'refused';
    publisher.accept([row(1, 'a', 1)]);
    await publisher.atMost(0);
    publisher.beginFetch();
    expect(taken(row(1, 'a', 1))).toBe(false);
  });

  it('is not published again by the fetch that was under way, nor when a fetch was faster', async () => {
    publisher.beginFetch();
    expect(taken(row(1, 'a', 1))).toBe(true);
    expect(publisher.accept([row(1, 'a', 1), row(2, 'a', 2)])).toBe(1);
    expect(taken(row(2, 'a', 2))).toBe(false);
    await publisher.atMost(0);
    expect(broker.sequencesOf('a', broker.attempts)).toEqual([1, 2]);
  });

  it('is left to a fetch where so many wait for their confirms already', async () => {
    const limit = 2;
    expect([1, 2, 3].map((id) => taken(row(id), { limit }))).toEqual([true, true, false]);
    await publisher.atMost(0);
    expect(taken(row(4), { limit })).toBe(true);
  });
});
