import { type DueTimer, DueTimers } from '../../../src/timers/due-timers.js';
import { findDue } from '../store/due-orders.js';
import type { MemoryStore } from '../store/memory-store.js';
import type { Line } from './line.js';

export class SimulatedDueTimers extends DueTimers {
  constructor(
    private readonly store: MemoryStore,
    private readonly line: Line,
    private readonly findIn: typeof findDue = findDue,
  ) {
    super();
  }

  override find(limit: number, after: DueTimer | null): Promise<readonly DueTimer[]> {
    return this.line.call('find due', () => this.findIn(this.store, limit, after));
  }
}
