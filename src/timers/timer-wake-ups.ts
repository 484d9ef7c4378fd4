import type { Clock } from '../platform/clock.js';
import type { Log } from '../platform/log.js';
import { ScheduledSweep } from '../platform/scheduled-sweep.js';
import type { WakeQueues } from '../platform/wake-queues.js';
import type { TimerSweep } from './timer-sweep.js';

/** Looks for due wake-ups at each tick. */
export class TimerWakeUps {
  private readonly scheduled: ScheduledSweep;

  constructor(
    queues: WakeQueues,
    timers: readonly TimerSweep[],
    intervalMs: number,
    around: { readonly clock: Clock; readonly log: Log },
  ) {
    const failed = 'the timers were not all handed back and stay due';
    this.scheduled = new ScheduledSweep(
      queues,
      { queue: 'timers', intervalMs, sweep: () => sweepAll(timers), failed },
      around,
    );
  }

  start(): void {
    this.scheduled.start();
  }

  stop(): Promise<void> {
    return this.scheduled.stop();
  }
}

/** One that fails keeps none of the others. */
async function sweepAll(timers: readonly TimerSweep[]): Promise<void> {
  const outcomes = await Promise.allSettled(timers.map((sweep) => sweep.sweep()));
  const failed = outcomes.find((outcome) => outcome.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
}
