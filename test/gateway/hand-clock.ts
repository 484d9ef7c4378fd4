import { Clock } from '../../src/platform/clock.js';

/** Time that stands still until a test moves it. */
export class HandClock extends Clock {
  private ms = Date.parse('2026-03-01T12:00:00Z');

  advance(ms: number): void {
    this.ms += ms;
  }

  now(): Date {
    return new Date(this.ms);
  }

  monotonic(): number {
    return this.ms;
  }

  /** The longest that chance can make a pause. */
  jitter(): number {
    return 1;
  }

  pause(ms: number): Promise<void> {
    this.advance(ms);
    return Promise.resolve();
  }
}
