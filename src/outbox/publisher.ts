import { Broker, BrokerUnavailable, type Destination, PublishNotConfirmed } from '../broker/broker.js';
import { paymentExchanges } from '../contracts/topology.js';
import type { OrderId } from '../kernel/ids.js';
import { backoff, type BackoffRange } from '../platform/backoff.js';
import type { Clock } from '../platform/clock.js';
import { errorFields, type Log } from '../platform/log.js';
import type { Metrics } from '../platform/metrics.js';
import { SlowStart } from './slow-start.js';
import type { OutboxRow, OutboxRows } from './outbox-rows.js';

/** What became of a message: `dropped` ones were not tried, or nobody knows; they stay in the outbox. */
type Fate = 'confirmed' | 'failed' | 'dropped';

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
const unrouted = { firstMs: 500, capMs: 30_000 };
const retry = { firstMs: 500, capMs: 300_000 };
const reconnect = { firstMs: 50, capMs: 1_000 };

/**
 * Publishes rows with many confirms outstanding, but never two of one order: the next one of an order goes out when the
 * broker has confirmed the one before.
 */
export class Publisher {
  private readonly inFlight = new Map<bigint, OutboxRow>();
  private readonly tails = new Map<OrderId, Promise<Fate>>();
  private readonly window = new SlowStart(mostOutstanding);
  private confirmed: bigint[] = [];
  private flushing: Promise<void> | null = null;
  private outages = 0;
  private waiters: (() => void)[] = [];
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
    return [...this.inFlight.keys()];
  }

  /** Starts publishing. @returns how many of the rows are really new */
  accept(rows: readonly OutboxRow[]): number {
    const fresh = rows.filter(
      ({ id, orderId }) =>
        !this.inFlight.has(id) && !this.removedMeanwhile.has(id) && !this.brokenMeanwhile.has(orderId),
    );
    for (const row of fresh) this.launch(row);
    return fresh.length;
  }

  /** Resolves when at most `most` rows are on their way. */
  async atMost(most: number): Promise<void> {
    while (this.inFlight.size > most) await new Promise<void>((resolve) => this.waiters.push(resolve));
  }

  private launch(row: OutboxRow): void {
    const { orderId } = row;
    this.inFlight.set(row.id, row);
    const before = this.tails.get(orderId);
    const tail =
      before === undefined
        ? this.send(row)
        : before.then((fate) => (fate === 'confirmed' ? this.send(row) : this.leave(row, 'dropped')));
    this.tails.set(orderId, tail);
    void tail.then(() => {
      if (this.tails.get(orderId) === tail) this.tails.delete(orderId);
    });
  }

  /** Never rejects. */
  private async send(row: OutboxRow): Promise<Fate> {
    const room = this.window.enter();
    if (room !== null) await room;
    try {
      if (!this.settings.mayPublish(row)) return this.leave(row, 'dropped');
      const { messageId, contentType, headers, body } = row;
      await this.broker.publish(addressOf(row), { messageId, contentType, headers, body });
      this.window.widen();
      this.outages = 0;
      this.confirm(row);
      return 'confirmed';
    } catch (error) {
      return await this.explain(row, error);
    } finally {
      this.window.leave();
    }
  }

  private confirm({ id }: OutboxRow): void {
    this.around.metrics.published.inc({ outcome: 'confirmed' });
    this.confirmed.push(id);
    this.flushing ??= this.flush();
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
  private leave(row: OutboxRow, fate: 'failed' | 'dropped'): Fate {
    this.brokenMeanwhile.add(row.orderId);
    this.release([row.id]);
    return fate;
  }

  private async flush(): Promise<void> {
    for (let failures = 0; this.confirmed.length > 0;) {
      await this.around.clock.pause(gatherMs);
      const ids = this.confirmed.splice(0);
      try {
        await this.rows.remove(ids);
        for (const id of ids) this.removedMeanwhile.add(id);
        this.release(ids);
        failures = 0;
      } catch (error) {
        this.confirmed.push(...ids);
        this.around.log.warn({ rows: ids.length, ...errorFields(error) }, 'confirmed messages are not removed yet');
        await this.around.clock.pause(this.pauseAfter(failures, reconnect));
        failures += 1;
      }
    }
    this.flushing = null;
  }

  private release(ids: readonly bigint[]): void {
    for (const id of ids) this.inFlight.delete(id);
    for (const resume of this.waiters.splice(0)) resume();
  }
}

const announcements: ReadonlySet<string> = new Set(paymentExchanges);

/** Whoever wants to know of payments binds a queue; nobody has to. */
const addressOf = ({ destination: exchange }: OutboxRow): Destination =>
  announcements.has(exchange) ? { exchange, mayGoUnheard: true } : { exchange };
