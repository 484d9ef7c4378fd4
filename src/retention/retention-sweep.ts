import type { Clock } from '../platform/clock.js';
import type { Log } from '../platform/log.js';
import type { Metrics } from '../platform/metrics.js';
import type { ExpiredRows } from './expired-rows.js';

// Between two batches, so that a sweep over millions of rows leaves the disk to the writers.
const pauseMs = 50;

/** Removes what is over its retention. */
export class RetentionSweep {
  constructor(
    private readonly kinds: readonly ExpiredRows[],
    private readonly around: { readonly clock: Clock; readonly log: Log; readonly metrics: Metrics },
  ) {}

  /** One sweep over everything; ends after the batch at hand when the signal aborts, and the next one begins anew. */
  async sweep(signal: AbortSignal): Promise<void> {
    for (const kind of this.kinds) await this.remove(kind, signal);
  }

  private async remove(rows: ExpiredRows, signal: AbortSignal): Promise<void> {
    const { clock, log, metrics } = this.around;
    const { kind } = rows;
    let total = 0;
    for await (const removed of rows.batches()) {
      total += removed;
      metrics.expired.inc({ kind }, removed);
      if (signal.aborted) break;
      await clock.pause(pauseMs, signal);
    }
    if (total > 0) log.info({ kind, removed: total }, 'rows over their retention were removed');
  }
}
