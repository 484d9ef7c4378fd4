import pg from 'pg';
import { pino } from 'pino';
import { v7 } from 'uuid';
import type { EncodeCommand } from '../../src/contracts/codec.js';
import { createEncoder } from '../../src/contracts/encode-command.js';
import { MessageId, OrderId } from '../../src/kernel/ids.js';
import type { Policy } from '../../src/order/policy.js';
import type { IntegrationInput, OrderInput, WakeUp } from '../../src/order/input.js';
import { type Details } from '../../src/order/details.js';
import { SystemClock } from '../../src/platform/clock.js';
import { UuidV7Ids } from '../../src/platform/ids.js';
import { Metrics } from '../../src/platform/metrics.js';
import { WriterDatabase } from '../../src/platform/prisma/database.js';
import { type CommittedMessage, GatewayRing, Wake } from '../../src/platform/wake.js';
import type { OriginalMessage, Step } from '../../src/saga/order-writer.js';
import type { Rules } from '../../src/store/decide-steps.js';
import { GroupCommit } from '../../src/store/group-commit.js';
import { KnownOrders } from '../../src/store/known-orders.js';
import { PrismaTables } from '../../src/store/prisma-tables.js';
import type { Tables } from '../../src/store/tables.js';
import { claimOf, policy as usualPolicy } from '../order/order-life.js';

/** Remembers which lanes were rung, and what was committed. */
export class RungWake extends Wake {
  readonly lanes: number[] = [];
  readonly messages: CommittedMessage[] = [];
  override committed(messages: Iterable<CommittedMessage>, since: number): void {
    const all = [...messages];
    this.messages.push(...all);
    super.committed(all, since);
  }
  override ring(lanes: Iterable<number>): void {
    this.lanes.push(...lanes);
  }
}

/** Counts its rings. */
export class RungGatewayWake extends GatewayRing {
  rings = 0;
  override ring(): void {
    this.rings += 1;
  }
}

const masstransit = createEncoder({ format: 'masstransit', defaultCurrency: usualPolicy.currency });

export type StoreOptions = {
  readonly policy?: Policy;
  readonly payments?: Rules['payments'];
  readonly encode?: EncodeCommand;
  /** Puts something between the group commit and PostgreSQL. */
  readonly around?: (tables: Tables) => Tables;
  /** False: every order is read before it's decided on. */
  readonly remembers?: boolean;
};

/** The store as the service puts it together, on a database of the test's. */
export class StoreUnderTest {
  readonly wake = new RungWake();
  readonly gatewayWake = new RungGatewayWake();
  readonly metrics = new Metrics();
  readonly tables: Tables;
  readonly rules: Rules;
  readonly writer: GroupCommit;
  private readonly database: WriterDatabase;
  private readonly pool: pg.Pool;

  constructor(url: string, options: StoreOptions = {}) {
    const {
      policy = usualPolicy,
      payments = null,
      encode = masstransit,
      around = (it) => it,
      remembers = true,
    } = options;
    this.database = new WriterDatabase({ url, connections: 3 });
    this.pool = new pg.Pool({ connectionString: url, max: 1 });
    // A test ends its connections on purpose; whoever asks next gets a new one.
    this.pool.on('error', () => {});
    this.tables = around(new PrismaTables(this.database, payments !== null));
    this.rules = { policy, payments, encode, ids: new UuidV7Ids(), clock: new SystemClock() };
    const tables = remembers ? new KnownOrders(this.tables) : this.tables;
    this.writer = new GroupCommit(tables, this.rules, {
      ...{ wake: this.wake, gatewayWake: this.gatewayWake },
      metrics: this.metrics,
      log: pino({ level: 'silent' }),
    });
  }

  readonly query: Query = async <Row>(sql: string, ...values: readonly unknown[]) =>
    (await this.pool.query(sql, [...values])).rows as readonly Row[];

  async close(): Promise<void> {
    await this.writer.close();
    await this.database.close();
    await this.pool.end();
  }
}

export type Query = <Row = Record<string, unknown>>(
  sql: string,
  ...values: readonly unknown[]
) => Promise<readonly Row[]>;

export const anOrder = (): OrderId => OrderId(v7());

const original = (type: string, messageId: string): OriginalMessage => ({
  type,
  source: `BookWorm.Contracts:${type}`,
  contentType: 'application/vnd.masstransit+json',
  headers: { 'MT-Activity-Id': `of ${messageId}`, odd: 'a \u0000 in a header' },
  body: Buffer.from([0, 255, 1, ...Buffer.from(messageId)]),
});

/** A delivery of the message: with the same id always the same bytes. */
export function delivery(
  orderId: OrderId,
  type: IntegrationInput['type'],
  { id = v7(), ...said }: Partial<Details> & { readonly id?: string } = {},
): Step {
  return deliveryOf(orderId, { type, claim: claimOf(said) }, id);
}

export function deliveryOf(orderId: OrderId, body: OrderInput, id: string): Step {
  const cause = {
    messageId: MessageId(id),
    conversationId: `conversation of ${id}`,
    traceparent: null,
    actor: 'rabbitmq://neighbour',
  };
  const step = { orderId, input: { body, cause } };
  return 'claim' in body ? { ...step, original: original(body.type, id) } : step;
}

/** A wake-up as the sweep hands it back. */
export function wakeUp(orderId: OrderId, type: WakeUp['type'], attempt = 0): Step {
  const messageId = MessageId(`${type}:${String(attempt)}`);
  const cause = { messageId, conversationId: null, traceparent: null, actor: 'timer' };
  return { orderId, input: { body: { type, attempt }, cause } };
}

/** The number of rows of each table of the write path that belong to the order. */
export async function rowCounts(query: Query, orderId: OrderId): Promise<Readonly<Record<string, number>>> {
  const tables = [
    'orders',
    'order_events',
    'contacts',
    'inbox',
    'messages',
    'outbox',
    'deferred_messages',
    'dead_letters',
  ];
  const counts = tables.map((table) => `(select count(*)::int from ${table} where order_id = $1) as ${table}`);
  const [row = {}] = await query<Record<string, number>>(`select ${counts.join(', ')}`, orderId);
  return row;
}
