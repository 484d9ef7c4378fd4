import type { Chance } from '../engine/chance.js';
import type { Owner, Scheduler } from '../engine/scheduler.js';
import { Clock } from '../../../src/platform/clock.js';

/** How a process's clocks differ from the database's. */
export type Deviation = {
  /** Milliseconds by which the time of day is off. */
  readonly skewMs: number;
  /** How fast its clock runs: 1 is right. */
  readonly rate: number;
};

const epoch = Date.UTC(2026, 4, 6);

/** A moment of the run as everybody but an askew process dates it, and back. */
export const dateOf = (at: number): Date => new Date(epoch + at);
export const virtualTime = (date: Date): number => date.getTime() - epoch;

/** Virtual time, as one process sees it. */
export class ProcessClock extends Clock {
  constructor(
    private readonly time: Scheduler,
    private readonly owner: Owner,
    private readonly deviation: Deviation,
    private readonly chance: Chance,
  ) {
    super();
  }

  override now(): Date {
    return new Date(epoch + this.time.now + this.deviation.skewMs);
  }

  override monotonic(): number {
    return this.time.now * this.deviation.rate;
  }

  override jitter(): number {
    return this.chance.next();
  }

  override pause(ms: number, signal?: AbortSignal): Promise<void> {
    if (signal?.aborted === true) return Promise.resolve();
    return new Promise((resolve) => {
      const done = () => {
        signal?.removeEventListener('abort', done);
        resolve();
      };
      this.time.after(ms / this.deviation.rate, 'pause', this.owner, done);
      signal?.addEventListener('abort', done, { once: true });
    });
  }
}
