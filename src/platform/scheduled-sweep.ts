import type { Clock } from './clock.js';
import { errorFields, type Log } from './log.js';
import type { WakeQueue, WakeQueues, WakeWorker } from './wake-queues.js';

export type SweepPlan = {
  readonly queue: string;
  readonly intervalMs: number;
  /** Given up when the signal aborts, at the next place where that can be. What it rejects with is logged, and tried at the next tick. */
  readonly sweep: (signal: AbortSignal) => Promise<void>;
  /** What to log when it fails. */
  readonly failed: string;
};

// Without the queue's tick for this many intervals, the process sweeps on its own.
const patience = 3;

/** Sweeps at each tick of a BullMQ scheduler: one tick for all processes of this role, whichever worker takes it. */
export class ScheduledSweep {
  private queue: WakeQueue | null = null;
  private worker: WakeWorker | null = null;
  private readonly ending = new AbortController();
  private sweeping: Promise<void> | null = null;
  private lastSign = 0;

  constructor(
    private readonly queues: WakeQueues,
    private readonly plan: SweepPlan,
    private readonly around: { readonly clock: Clock; readonly log: Log },
  ) {}

  start(): void {
    this.queue = this.queues.open(this.plan.queue);
    this.worker = this.queues.work(this.plan.queue, () => this.sweep());
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
    this.sweeping ??= this.plan
      .sweep(this.ending.signal)
      .catch((error: unknown) => {
        this.around.log.warn(errorFields(error), this.plan.failed);
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
      await clock.pause(this.plan.intervalMs, signal);
      if (signal.aborted) return;
      if (clock.monotonic() - this.lastSign < patience * this.plan.intervalMs) continue;
      await this.sweep();
      void this.schedule();
    }
  }

  private async schedule(): Promise<void> {
    try {
      await this.queue?.every(this.plan.intervalMs);
    } catch (error) {
      this.around.log.debug({ queue: this.plan.queue, ...errorFields(error) }, 'a sweep could not be scheduled yet');
    }
  }
}
