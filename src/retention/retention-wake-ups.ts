import type { Clock } from '../platform/clock.js';
import type { Log } from '../platform/log.js';
import { ScheduledSweep } from '../platform/scheduled-sweep.js';
import type { WakeQueues } from '../platform/wake-queues.js';
import type { RetentionSweep } from './retention-sweep.js';

/** Removes what is over its retention at each tick. */
export class RetentionWakeUps {
  private readonly scheduled: ScheduledSweep;

  constructor(
    queues: WakeQueues,
    retention: RetentionSweep,
    intervalMs: number,
    around: { readonly clock: Clock; readonly log: Log },
  ) {
    const sweep = (signal: AbortSignal) => retention.sweep(signal);
    const failed = 'not everything that is over its retention was removed';
    this.scheduled = new ScheduledSweep(queues, { queue: 'retention', intervalMs, sweep, failed }, around);
  }

  start(): void {
    this.scheduled.start();
  }

  stop(): Promise<void> {
    return this.scheduled.stop();
  }
}
