import { setMaxListeners } from 'node:events';
import { Broker } from '../broker/broker.js';
import { laneOf } from '../kernel/lane.js';
import { backoff } from '../platform/backoff.js';
import type { Clock } from '../platform/clock.js';
import type { Ids } from '../platform/ids.js';
import { errorFields, type Log } from '../platform/log.js';
import type { Metrics } from '../platform/metrics.js';
import type { CommittedMessage } from '../platform/wake.js';
import { Bell } from './bell.js';
import type { LaneLeases } from './lane-leases.js';
import type { OutboxRow, OutboxRows } from './outbox-rows.js';
import { Publisher } from './publisher.js';
import { Tenure } from './tenure.js';

// Rows of one fetch: with 500 a row of a drain costs PostgreSQL a fifth more, and with 2,000 it goes no faster.
const fetchLimit = 1_000;
// Rows on their way beyond which no more are fetched.
const highWater = 2_000;
// And beyond which none is taken without a fetch: so many are left for those of a fetch to have room.
const takeLimit = highWater - fetchLimit;
const fault = { firstMs: 50, capMs: 2_000 };

export type RelaySurroundings = {
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
  readonly metrics: Metrics;
};

/**
 * Moves messages from the outbox to the broker: one loop for all lanes that this process owns. Only the owner of a lane
 * publishes from it, and only what stands in the table: a message that this process has just committed needs no fetch where it's known
 * to be its order's next.
 */
export class Relay {
  private readonly bell = new Bell();
  private readonly tenure: Tenure;
  private readonly publisher: Publisher;
  private readonly stopping = new AbortController();
  private running: Promise<void> = Promise.resolve();
  private slotChanged: (slot: number | null) => void = () => undefined;

  constructor(
    private readonly broker: Broker,
    leases: LaneLeases,
    private readonly rows: OutboxRows,
    private readonly around: RelaySurroundings & { readonly maxAttempts: number },
  ) {
    // Each message that a lost connection leaves behind asks for a look.
    setMaxListeners(0, this.stopping.signal);
    this.tenure = new Tenure(around.ids.next(), leases, around, () => {
      around.metrics.lanes.set(this.tenure.lanes().size);
      // Whoever held a lane in between may have left a message of an order for later.
      this.publisher.forgetOrders();
      this.slotChanged(this.tenure.slot);
      this.ring();
    });
    this.publisher = new Publisher(
      broker,
      rows,
      {
        maxAttempts: around.maxAttempts,
        mayPublish: ({ lane, token }) => this.tenure.holdsUnder(lane, token),
        lookAgain: (afterMs) => {
          void around.clock.pause(afterMs, this.stopping.signal).then(() => {
            this.ring();
          });
        },
      },
      around,
    );
  }

  /** Look at the outbox now. */
  ring(): void {
    this.bell.ring();
  }

  holds(lane: number): boolean {
    return this.tenure.holds(lane);
  }

  /**
   * @param since when its commit began, monotonic in milliseconds
   * @returns whether it's on its way: what isn't is left to a fetch
   */
  take(message: CommittedMessage, since: number): boolean {
    if (this.stopping.signal.aborted || this.tenure.mustYield() || !this.broker.isReachable()) return false;
    const lane = laneOf(message.orderId);
    const token = this.tenure.lanes().get(lane);
    return token !== undefined && this.publisher.acceptNext(toRow(message, lane, token), since, takeLimit);
  }

  /** @param onSlot told the slot whose wake-up queue is ours, now and whenever it changes */
  async start(onSlot: (slot: number | null) => void): Promise<void> {
    this.slotChanged = onSlot;
    await this.tenure.start();
    this.ring();
    this.running = this.run();
  }

  /** Finishes what is on its way and gives the lanes back. */
  async stop(): Promise<void> {
    this.stopping.abort();
    this.ring();
    await this.running;
    await this.publisher.idle();
    await this.tenure.end();
    this.around.metrics.lanes.set(0);
  }

  private async run(): Promise<void> {
    for (let failures = 0; !this.stopping.signal.aborted;) {
      await this.bell.wait();
      try {
        await this.drain();
        failures = 0;
      } catch (error) {
        // A standby that took over may lack the last commits, and get other ones in their place.
        this.publisher.forgetOrders();
        this.around.log.warn({ failures, ...errorFields(error) }, 'the outbox could not be read');
        await this.around.clock.pause(backoff(failures, fault, this.around.clock.jitter()), this.stopping.signal);
        failures += 1;
        this.ring();
      }
    }
  }

  /** Until a fetch has brought all that there was. Confirms come in meanwhile; whoever commits, fails or gains a lane rings again. */
  private async drain(): Promise<void> {
    while (!this.stopping.signal.aborted) {
      if (this.tenure.mustYield()) {
        await this.publisher.idle();
        await this.tenure.yield();
      }
      const leases = this.tenure.lanes();
      if (leases.size === 0) return;
      if (!this.broker.isReachable()) {
        await this.around.clock.pause(backoff(2, fault, this.around.clock.jitter()), this.stopping.signal);
        continue;
      }
      const inFlight = this.publisher.beginFetch();
      const fetched = await this.rows.fetch({ instance: this.tenure.instance, leases, inFlight, limit: fetchLimit });
      if (this.publisher.accept(fetched) === 0 || fetched.length < fetchLimit) return;
      await this.publisher.atMost(takeLimit);
    }
  }
}

const toRow = (message: CommittedMessage, lane: number, token: bigint): OutboxRow => ({
  id: message.id,
  lane,
  token,
  orderId: message.orderId,
  sequence: message.sequence,
  attempts: 0,
  messageId: message.messageId,
  type: message.type,
  destination: message.destination,
  contentType: message.contentType,
  headers: message.headers,
  body: Buffer.from(message.body),
});
