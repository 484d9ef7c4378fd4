import { Broker, BrokerUnavailable, type Destination, PublishNotConfirmed } from '../broker/broker.js';
import { paymentExchanges } from '../contracts/topology.js';
import type { OrderId } from '../kernel/ids.js';
import { backoff, type BackoffRange } from '../platform/backoff.js';
import type { Clock } from '../platform/clock.js';
import { errorFields, type Log } from '../platform/log.js';
import type { Metrics } from '../platform/metrics.js';
import { RecentMap } from '../platform/recent-map.js';
import { TransientMap, TransientSet } from '../platform/transient.js';
import { SlowStart } from './slow-start.js';
import type { OutboxRow, OutboxRows } from './outbox-rows.js';

/** What became of a message: `dropped` ones were not tried, or nobody knows; they stay in the outbox. */
type Fate = 'confirmed' | 'failed' | 'dropped';

type Waiter = { readonly holds: () => boolean; readonly resume: () => void };

export type PublisherSettings = {
  /** Attempts after which a message is quarantined. */
  readonly maxAttempts: number;
  /** Whether the row's lane is still ours, under the token of its fetch: a row that had to wait may be another's by now. */
  readonly mayPublish: (row: OutboxRow) => boolean;
  /** Has the outbox looked at again after so many milliseconds. */
  readonly lookAgain: (afterMs: number) => void;
};

// Unconfirmed messages at most: beyond a thousand a broker confirms no faster.
const mostOutstanding = 1_000;
// Confirmed pointers are deleted together: a commit for each would halve what the disk has left for the write path. With 25 ms instead
// of 5 a step costs PostgreSQL a tenth less at a quarter of the load; a crash republishes what was confirmed in them.
const gatherMs = 25;
// Confirmed rows that are not removed yet: each fetch has to leave them out, so with more of them it waits.
const mostUnremoved = 5_000;
// Orders whose next message is known without a fetch, at least.
const ordersReached = 2_000;
const unrouted = { firstMs: 500, capMs: 30_000 };
const retry = { firstMs: 500, capMs: 300_000 };
const reconnect = { firstMs: 50, capMs: 1_000 };

/**
 * Publishes rows with many confirms outstanding, but never two of one order: the next one of an order goes out when the
 * broker has confirmed the one before.
 */
export class Publisher {
  private readonly unconfirmed = new TransientSet<bigint>();
  /** And not yet removed from the outbox. */
  private readonly confirmed = new TransientSet<bigint>();
  /** By order that has a message out: those that go out after it. */
  private readonly queues = new TransientMap<OrderId, OutboxRow[]>();
  /** By order: up to which sequence all its messages are confirmed, or on their way from here. Null: one of them was left. */
  private readonly reached = new RecentMap<OrderId, number | null>(ordersReached);
  /** Since when every order that a message was accepted of is in there, and since when the younger half is. */
  private reachedSince = { all: 0, younger: 0 };
  private readonly window = new SlowStart(mostOutstanding);
  private flushing: Promise<void> | null = null;
  private outages = 0;
  private waiters: readonly Waiter[] = [];
  // What happened while a fetch was under way, which its snapshot can't know.
  private removedMeanwhile = new Set<bigint>();
  private brokenMeanwhile = new Set<OrderId>();

  constructor(
    private readonly broker: Broker,
    private readonly rows: OutboxRows,
    private readonly settings: PublisherSettings,
    private readonly around: { readonly clock: Clock; readonly log: Log; readonly metrics: Metrics },
  ) {}

  /** Ids that a fetch must leave out. Call it right before the fetch, and `accept` with what that fetch brought. */
  beginFetch(): readonly bigint[] {
    this.removedMeanwhile = new Set();
    this.brokenMeanwhile = new Set();
    return [...this.unconfirmed, ...this.confirmed];
  }

  /** Starts publishing. @returns how many of the rows are really new */
  accept(rows: readonly OutboxRow[]): number {
    const fresh = rows.filter(({ id, orderId }) => !this.isKnown(id) && !this.brokenMeanwhile.has(orderId));
    for (const row of fresh) this.launch(row);
    return fresh.length;
  }

  /**
   * Starts publishing a row that was just committed, if it's known to be its order's next: the first of all, or the one after what is
   * confirmed or on its way from here. Else there may be one before it that only a fetch finds; or a fetch has found it already.
   * @param since when its commit began, monotonic
   * @param limit of rows that wait for their confirms
   */
  acceptNext(row: OutboxRow, since: number, limit: number): boolean {
    if (this.unconfirmed.size >= limit || this.confirmed.size > mostUnremoved || since < this.reachedSince.all)
      return false;
    const before = this.reached.get(row.orderId);
    return before !== null && row.sequence === (before ?? 0) + 1 && this.accept([row]) === 1;
  }

  /** Which is an order's next is for a fetch to say, after others may have sent some of its messages, or left one. */
  forgetOrders(): void {
    const now = this.around.clock.monotonic();
    this.reached.clear();
    this.reachedSince = { all: now, younger: now };
  }

  /** Resolves when at most so many rows wait for their confirms, and the removal has kept up. */
  atMost(unconfirmed: number): Promise<void> {
    return this.until(() => this.unconfirmed.size <= unconfirmed && this.confirmed.size <= mostUnremoved);
  }

  /** Resolves when nothing is on its way, and all that was confirmed is removed. */
  idle(): Promise<void> {
    return this.until(() => this.unconfirmed.size + this.confirmed.size === 0);
  }

  private isKnown(id: bigint): boolean {
    return this.unconfirmed.has(id) || this.confirmed.has(id) || this.removedMeanwhile.has(id);
  }

  private launch(row: OutboxRow): void {
    this.unconfirmed.add(row.id);
    this.reach(row.orderId, row.sequence);
    const queue = this.queues.get(row.orderId);
    if (queue === undefined) {
      this.queues.set(row.orderId, []);
      this.send(row);
    } else queue.push(row);
  }

  private reach(orderId: OrderId, sequence: number | null): void {
    if (!this.reached.set(orderId, sequence)) return;
    const { younger: all } = this.reachedSince;
    this.reachedSince = { all, younger: this.around.clock.monotonic() };
  }

  private send(row: OutboxRow): void {
    const room = this.window.enter();
    if (room === null) this.publish(row);
    else void room.then(() => this.publish(row));
  }

  // Callbacks: as two async functions it held a kilobyte more for each message on its way.
  private publish(row: OutboxRow): void {
    if (!this.settings.mayPublish(row)) {
      this.settle(row, this.leave(row, 'dropped'));
      return;
    }
    void this.broker.publish(addressOf(row), row).then(
      () => this.settle(row, this.confirm(row)),
      (error: unknown) => this.explain(row, error).then((fate) => this.settle(row, fate)),
    );
  }

  private settle({ orderId }: OutboxRow, fate: Fate): void {
    this.window.leave();
    this.goOn(orderId, fate);
  }

  /** With the next one of the order, or with none of those that would have followed. */
  private goOn(orderId: OrderId, fate: Fate): void {
    const queue = this.queues.get(orderId) ?? [];
    const next = fate === 'confirmed' ? queue.shift() : undefined;
    if (next !== undefined) {
      this.send(next);
      return;
    }
    this.queues.delete(orderId);
    for (const row of queue) this.leave(row, 'dropped');
  }

  private confirm({ id }: OutboxRow): Fate {
    this.window.widen();
    this.outages = 0;
    this.around.metrics.published.inc({ outcome: 'confirmed' });
    this.unconfirmed.delete(id);
    this.confirmed.add(id);
    this.flushing ??= this.flush();
    this.progressed();
    return 'confirmed';
  }

  private async explain(row: OutboxRow, error: unknown): Promise<Fate> {
    const { orderId, messageId, type } = row;
    if (error instanceof BrokerUnavailable) {
      // One bad message may have cost everybody the channel: go on singly until it's known which.
      this.window.narrow();
      this.around.metrics.published.inc({ outcome: 'unavailable' });
      this.around.log.debug({ orderId, messageId, ...errorFields(error) }, 'the broker went away under a message');
      this.settings.lookAgain(this.pauseAfter(this.outages, reconnect));
      this.outages = Math.min(this.outages + 1, 10);
      return this.leave(row, 'dropped');
    }
    const attempts = row.attempts + 1;
    const retryAfterMs = this.retryAfter(error, attempts);
    const reason = error instanceof PublishNotConfirmed ? error.message : String(error);
    this.around.metrics.published.inc({ outcome: retryAfterMs === null ? 'quarantined' : 'failed' });
    this.around.log.warn(
      { orderId, messageId, type, attempts, quarantined: retryAfterMs === null, ...errorFields(error) },
      'a message was not confirmed',
    );
    await this.markFailed(row, reason, retryAfterMs);
    return this.leave(row, 'failed');
  }

  /** Milliseconds; null: quarantine. */
  private retryAfter(error: unknown, attempts: number): number | null {
    // No queue to route it to is the topology's fault, and mended by whoever declares the queue: nothing to quarantine for.
    if (error instanceof PublishNotConfirmed && error.reason === 'unroutable')
      return this.pauseAfter(attempts - 1, unrouted);
    return attempts < this.settings.maxAttempts ? this.pauseAfter(attempts - 1, retry) : null;
  }

  private pauseAfter(failures: number, range: BackoffRange): number {
    return backoff(failures, range, this.around.clock.jitter());
  }

  private async markFailed(row: OutboxRow, error: string, retryAfterMs: number | null): Promise<void> {
    try {
      await this.rows.fail({ row, error, retryAfterMs: retryAfterMs === null ? null : Math.ceil(retryAfterMs) });
      if (retryAfterMs === null)
        this.around.metrics.deadLetters.inc({ direction: 'outbound', reason: 'PublishFailed' });
    } catch (failure) {
      this.around.log.warn({ orderId: row.orderId, ...errorFields(failure) }, 'a failed publish was not counted');
    }
    if (retryAfterMs !== null) this.settings.lookAgain(retryAfterMs + 10);
  }

  /** Lets go of a row that stays in the outbox: nothing later of its order may be taken from the fetch under way. */
  private leave({ id, orderId }: OutboxRow, fate: 'failed' | 'dropped'): Fate {
    this.brokenMeanwhile.add(orderId);
    this.reach(orderId, null);
    this.unconfirmed.delete(id);
    this.progressed();
    return fate;
  }

  private async flush(): Promise<void> {
    for (let failures = 0; this.confirmed.size > 0;) {
      await this.around.clock.pause(gatherMs);
      const ids = [...this.confirmed];
      try {
        await this.rows.remove(ids);
        for (const id of ids) {
          this.removedMeanwhile.add(id);
          this.confirmed.delete(id);
        }
        this.progressed();
        failures = 0;
      } catch (error) {
        this.forgetOrders();
        this.around.log.warn({ rows: ids.length, ...errorFields(error) }, 'confirmed messages are not removed yet');
        await this.around.clock.pause(this.pauseAfter(failures, reconnect));
        failures += 1;
      }
    }
    this.flushing = null;
  }

  private until(holds: () => boolean): Promise<void> {
    if (holds()) return Promise.resolve();
    return new Promise((resume) => (this.waiters = [...this.waiters, { holds, resume }]));
  }

  private progressed(): void {
    if (this.waiters.length === 0) return;
    const over = this.waiters.filter(({ holds }) => holds());
    if (over.length === 0) return;
    this.waiters = this.waiters.filter((waiter) => !over.includes(waiter));
    for (const { resume } of over) resume();
  }
}

const announcements: ReadonlySet<string> = new Set(paymentExchanges);

/** Whoever wants to know of payments binds a queue; nobody has to. */
const addressOf = ({ destination: exchange }: OutboxRow): Destination =>
  announcements.has(exchange) ? { exchange, mayGoUnheard: true } : { exchange };
