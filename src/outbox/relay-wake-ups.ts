import type { Clock } from '../platform/clock.js';
import { errorFields, type Log } from '../platform/log.js';
import type { WakeQueue, WakeQueues, WakeWorker } from '../platform/wake-queues.js';
import type { Relay } from './relay.js';
import { relayQueueName } from './relay-queue-name.js';

// Without the queue's sweep for this many intervals, the relay looks for itself.
const patience = 3;

/** Rings the relay for jobs of its slot's BullMQ queue: wake-ups of other processes' commits, and the scheduler's sweep. */
export class RelayWakeUps {
  private queue: WakeQueue | null = null;
  private worker: WakeWorker | null = null;
  private slot: number | null = null;
  private closing: Promise<unknown> = Promise.resolve();
  private readonly ending = new AbortController();
  private lastSign = 0;

  constructor(
    private readonly queues: WakeQueues,
    private readonly relay: Relay,
    private readonly sweepMs: number,
    private readonly around: { readonly clock: Clock; readonly log: Log },
  ) {}

  async start(): Promise<void> {
    await this.relay.start((slot) => {
      this.switchTo(slot);
    });
    void this.watch();
  }

  async stop(): Promise<void> {
    this.ending.abort();
    // The leases first: the queue may be out of reach, and other relays wait for the lanes.
    await this.relay.stop();
    this.switchTo(null);
    await this.closing;
  }

  private switchTo(slot: number | null): void {
    if (slot === this.slot) return;
    this.slot = slot;
    // Not waited for: a queue that is out of reach takes its time to close, and the new slot's wake-ups come meanwhile.
    this.closing = Promise.allSettled([this.closing, this.worker?.close(), this.queue?.close()]);
    this.queue = this.worker = null;
    if (slot === null) return;
    const name = relayQueueName(slot);
    this.queue = this.queues.open(name);
    this.worker = this.queues.work(name, () => this.wake());
    void this.schedule();
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
      void this.schedule();
    }
  }

  private async schedule(): Promise<void> {
    try {
      await this.queue?.every(this.sweepMs);
    } catch (error) {
      this.around.log.debug(errorFields(error), 'the sweep could not be scheduled yet');
    }
  }
}
