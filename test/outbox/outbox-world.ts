import { expect } from '@jest/globals';
import type pg from 'pg';
import { v7 } from 'uuid';
import type { Broker } from '../../src/broker/broker.js';
import { OrderId } from '../../src/kernel/ids.js';
import { laneOf } from '../../src/kernel/lane.js';
import type { LaneLeases } from '../../src/outbox/lane-leases.js';
import type { OutboxRows } from '../../src/outbox/outbox-rows.js';
import { PrismaLaneLeases } from '../../src/outbox/prisma-lane-leases.js';
import { PrismaOutboxRows } from '../../src/outbox/prisma-outbox-rows.js';
import { Relay } from '../../src/outbox/relay.js';
import { type Clock, SystemClock } from '../../src/platform/clock.js';
import { UuidV7Ids } from '../../src/platform/ids.js';
import { createLog } from '../../src/platform/log.js';
import { Metrics } from '../../src/platform/metrics.js';
import { WriterDatabase } from '../../src/platform/prisma/database.js';
import type { CommittedMessage } from '../../src/platform/wake.js';
import { calmPool, endWhenAlone } from '../tools/calm-pool.js';
import { eventually } from '../tools/eventually.js';
import { createTestDatabase } from '../tools/test-database.js';

/** Heartbeats come twenty times as often as they would. */
export class HurriedClock extends SystemClock {
  override pause(ms: number, signal?: AbortSignal): Promise<void> {
    return super.pause(ms >= 2_000 ? ms / 20 : ms, signal);
  }
}

/** The clock of a process that can be killed: from then on nothing of it goes on. */
export class MortalClock extends HurriedClock {
  private isDead = false;

  kill(): void {
    this.isDead = true;
  }

  override async pause(ms: number, signal?: AbortSignal): Promise<void> {
    await super.pause(ms, signal);
    if (this.isDead) await new Promise(() => undefined);
  }
}

export type RelayParts = {
  readonly broker: Broker;
  readonly clock?: Clock;
  readonly maxAttempts?: number;
  readonly rows?: OutboxRows;
};

export type LeftRow = {
  readonly order_id: string;
  readonly sequence: number;
  readonly attempts: number;
  readonly quarantined: boolean;
  readonly held_by: number | null;
  readonly wait_ms: number | null;
  readonly last_error: string | null;
};

function newOrder(lane: number | undefined): OrderId {
  for (;;) {
    const id = OrderId(v7());
    if (lane === undefined || laneOf(id) === lane) return id;
  }
}

type CommittedRow = Omit<CommittedMessage, 'id'> & { readonly id: string };

/** An outbox in a database of its own, and relays on it. */
export class OutboxWorld {
  readonly rows: OutboxRows;
  readonly leases: LaneLeases;
  private readonly relays = new Set<Relay>();
  private readonly sequences = new Map<string, number>();

  private constructor(
    readonly url: string,
    readonly database: WriterDatabase,
    readonly sql: pg.Pool,
    private readonly drop: () => Promise<void>,
  ) {
    this.rows = new PrismaOutboxRows(database);
    this.leases = new PrismaLaneLeases(database);
  }

  static async open(connections = 4): Promise<OutboxWorld> {
    const { url, drop } = await createTestDatabase();
    const database = new WriterDatabase({ url, connections });
    return new OutboxWorld(url, database, calmPool(url), drop);
  }

  /** Ids of new orders, two at least; of the same lane, if one is given. */
  static orders(count: number, lane?: number): readonly [OrderId, OrderId, ...OrderId[]] {
    const [first, second, ...others] = Array.from({ length: Math.max(2, count) }, () => newOrder(lane));
    if (first === undefined || second === undefined) throw new Error('Two orders are made at least');
    return [first, second, ...others];
  }

  /** Commits the next messages of each order, in turns, as one transaction, and rings the relays. */
  async put(orders: readonly OrderId[], each = 1, destination = 'a'): Promise<void> {
    await this.commit(orders, each, destination);
    this.ring();
  }

  /** The same without a ring. @returns the messages in the order of their pointers */
  async commit(orders: readonly OrderId[], each = 1, destination = 'a'): Promise<readonly CommittedMessage[]> {
    const rows = Array.from({ length: each }, () => orders)
      .flat()
      .map((orderId) => {
        const sequence = (this.sequences.get(orderId) ?? 0) + 1;
        this.sequences.set(orderId, sequence);
        return { orderId, sequence, lane: laneOf(orderId), body: JSON.stringify({ orderId, sequence }) };
      });
    const { rows: committed } = await this.sql.query<CommittedRow>(
      `with new as (
         select * from unnest($1::uuid[], $2::int[], $3::smallint[], $4::text[]) with ordinality as n(order_id, sequence, lane, body, n)),
       placed as (
         insert into orders (order_id, version, status) select distinct order_id, 1, 'Awaiting' from new on conflict do nothing),
       written as (
         insert into messages (order_id, sequence, message_id, type, destination, content_type, headers, body, event_version)
         select order_id, sequence, gen_random_uuid(), 'Test', $5, 'application/json', '{"of":"a test"}', body, 1 from new
         returning order_id, sequence, message_id, type, destination, content_type, headers, body),
       pointed as (
         insert into outbox (order_id, sequence, lane) select order_id, sequence, lane from new order by n
         returning id, order_id, sequence)
       select id::text, order_id as "orderId", sequence, message_id as "messageId", type, destination, content_type as "contentType",
         headers, body from written join pointed using (order_id, sequence) order by pointed.id`,
      [
        rows.map(({ orderId }) => orderId),
        rows.map(({ sequence }) => sequence),
        rows.map(({ lane }) => lane),
        rows.map(({ body }) => body),
        destination,
      ],
    );
    return committed.map((row) => ({ ...row, id: BigInt(row.id) }));
  }

  async start({
    broker,
    clock = new HurriedClock(),
    maxAttempts = 1_000,
    rows = this.rows,
  }: RelayParts): Promise<Relay> {
    const around = { clock, ids: new UuidV7Ids(), log: createLog('silent'), metrics: new Metrics(), maxAttempts };
    const relay = new Relay(broker, this.leases, rows, around);
    this.relays.add(relay);
    await relay.start(() => undefined);
    return relay;
  }

  async stop(relay: Relay): Promise<void> {
    this.relays.delete(relay);
    await relay.stop();
  }

  /** The process of this relay is gone: nobody will ask it to stop. */
  forget(relay: Relay): void {
    this.relays.delete(relay);
  }

  async left(): Promise<readonly LeftRow[]> {
    const { rows } = await this.sql.query<LeftRow>(
      `select order_id, sequence, attempts, quarantined_at is not null as quarantined, held_by, last_error,
         case when isfinite(next_attempt_at) then extract(epoch from next_attempt_at - now())::float * 1000 end as wait_ms
       from outbox order by order_id, sequence`,
    );
    return rows;
  }

  /** Resolves when nothing is left. @throws what is left after so many milliseconds */
  async untilEmpty(within = 10_000): Promise<void> {
    await eventually(async () => expect(await this.left()).toEqual([]), { within });
  }

  /** Rings the relays of this process. */
  ring(): void {
    for (const relay of this.relays) relay.ring();
  }

  /** How many lanes each owner holds. */
  async lanes(): Promise<readonly number[]> {
    const { rows } = await this.sql.query<{ readonly held: number }>(
      'select count(*)::int as held from lanes where leased_until > now() group by owner order by 1',
    );
    return rows.map(({ held }) => held);
  }

  async close(): Promise<void> {
    for (const relay of [...this.relays]) await this.stop(relay);
    await this.database.close();
    await endWhenAlone(this.sql);
    await this.drop();
  }
}
