import type { Clock } from '../platform/clock.js';
import { errorFields, type Log } from '../platform/log.js';
import type { WakeQueue, WakeQueues, WakeWorker } from '../platform/wake-queues.js';
import type { TimerSweep } from './timer-sweep.js';

const queueName = 'timers';
// Without the queue's tick for this many intervals, the process sweeps on its own.
const patience = 3;

/** Sweeps at each tick of a BullMQ scheduler: one tick for all processes of this role, whichever worker takes it. */
export class TimerWakeUps {
  private queue: WakeQueue | null = null;
  private worker: WakeWorker | null = null;
  private readonly ending = new AbortController();
  private sweeping: Promise<void> | null = null;
  private lastSign = 0;

  constructor(
    private readonly queues: WakeQueues,
    private readonly timers: TimerSweep,
    private readonly intervalMs: number,
    private readonly around: { readonly clock: Clock; readonly log: Log },
  ) {}

  start(): void {
    this.queue = this.queues.open(queueName);
    this.worker = this.queues.work(queueName, () => this.sweep());
    this.lastSign = this.around.clock.monotonic();
    void this.schedule();
    void this.watch();
  }

  async stop(): Promise<void> {
    this.ending.abort();
    await Promise.all([this.worker?.close(), this.queue?.close()]);
    await this.sweeping;
  }

  /** One at a time: a sweep that outlasts the interval is joined, not doubled. */
  private sweep(): Promise<void> {
    this.lastSign = this.around.clock.monotonic();
    this.sweeping ??= this.timers
      .sweep()
      .catch((error: unknown) => {
        this.around.log.warn(errorFields(error), 'the timers were not all handed back and stay due');
      })
      .finally(() => {
        this.sweeping = null;
      });
    return this.sweeping;
  }

  private async watch(): Promise<void> {
    const { clock } = this.around;
    const { signal } = this.ending;
    for (;;) {
      await clock.pause(this.intervalMs, signal);
      if (signal.aborted) return;
      if (clock.monotonic() - this.lastSign < patience * this.intervalMs) continue;
      await this.sweep();
      void this.schedule();
    }
  }

  private async schedule(): Promise<void> {
    try {
      await this.queue?.every(this.intervalMs);
    } catch (error) {
      this.around.log.debug(errorFields(error), 'the timers could not be scheduled yet');
    }
  }
}
