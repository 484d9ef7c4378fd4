import type { Clock } from '../platform/clock.js';
import { errorFields, type Log } from '../platform/log.js';
import type { Queues, WakeQueue, WakeWorker } from '../platform/queues.js';
import type { Relay } from './relay.js';
import { relayQueueName } from './relay-queue-name.js';

// Without the queue's sweep for this many intervals, the relay looks for itself.
const patience = 3;

/** Rings the relay for jobs of its slot's BullMQ queue: wake-ups of other processes' commits, and the scheduler's sweep. */
export class RelayWakeUps {
  private queue: WakeQueue | null = null;
  private worker: WakeWorker | null = null;
  private slot: number | null = null;
  private switching: Promise<void> = Promise.resolve();
  private readonly ending = new AbortController();
  private lastSign = 0;

  constructor(
    private readonly queues: Queues,
    private readonly relay: Relay,
    private readonly sweepMs: number,
    private readonly around: { readonly clock: Clock; readonly log: Log },
  ) {}

  async start(): Promise<void> {
    await this.relay.start((slot) => {
      this.switching = this.switching.then(() => this.switchTo(slot));
    });
    void this.watch();
  }

  async stop(): Promise<void> {
    this.ending.abort();
    await this.switching;
    await this.switchTo(null);
    await this.relay.stop();
  }

  private async switchTo(slot: number | null): Promise<void> {
    if (slot === this.slot) return;
    this.slot = slot;
    try {
      await Promise.all([this.worker?.close(), this.queue?.close()]);
      this.queue = this.worker = null;
      if (slot === null) return;
      const name = relayQueueName(slot);
      this.queue = this.queues.open(name);
      this.worker = this.queues.work(name, () => this.wake());
      await this.queue.every(this.sweepMs);
    } catch (error) {
      this.around.log.warn({ slot, ...errorFields(error) }, 'the relay has no wake-up queue and sweeps on its own');
    }
  }

  private wake(): Promise<void> {
    this.lastSign = this.around.clock.monotonic();
    this.relay.ring();
    return Promise.resolve();
  }

  /** While the queue is out of reach, or has lost the scheduler, the outbox is still looked at, only slower. */
  private async watch(): Promise<void> {
    const { clock } = this.around;
    this.lastSign = clock.monotonic();
    while (!this.ending.signal.aborted) {
      await clock.pause(this.sweepMs, this.ending.signal);
      if (clock.monotonic() - this.lastSign < patience * this.sweepMs) continue;
      this.relay.ring();
      this.lastSign = clock.monotonic();
      await this.reschedule();
    }
  }

  private async reschedule(): Promise<void> {
    try {
      await this.queue?.every(this.sweepMs);
    } catch (error) {
      this.around.log.debug(errorFields(error), 'the sweep could not be scheduled again yet');
    }
  }
}
