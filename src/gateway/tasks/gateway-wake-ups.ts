import type { Clock } from '../../platform/clock.js';
import type { Log } from '../../platform/log.js';
import { ScheduledSweep } from '../../platform/scheduled-sweep.js';
import type { WakeQueues } from '../../platform/wake-queues.js';
import { gatewayQueue } from './gateway-wake.js';
import type { TaskRunner } from './task-runner.js';

/** Runs what is due at each ring and at each tick. */
export class GatewayWakeUps {
  private readonly scheduled: ScheduledSweep;

  constructor(
    queues: WakeQueues,
    runner: TaskRunner,
    intervalMs: number,
    around: { readonly clock: Clock; readonly log: Log },
  ) {
    const failed = 'the gateway was not asked for everything that is due';
    const sweep = (signal: AbortSignal) => runner.sweep(signal);
    this.scheduled = new ScheduledSweep(queues, { queue: gatewayQueue, intervalMs, sweep, failed }, around);
  }

  start(): void {
    this.scheduled.start();
  }

  stop(): Promise<void> {
    return this.scheduled.stop();
  }
}
