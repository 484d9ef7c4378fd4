/** Where time comes from, with its jitter, so that a simulation can supply its own. Deadlines in the database use the database's clock. */
export abstract class Clock {
  abstract now(): Date;
  /** Milliseconds that only ever grow, for measuring. */
  abstract monotonic(): number;
  /** Resolves after so many milliseconds, or as soon as `signal` aborts. Never rejects. */
  abstract pause(ms: number, signal?: AbortSignal): Promise<void>;
  /** From 0 up to 1, by chance: what spreads pauses out. */
  abstract jitter(): number;
}

export class SystemClock extends Clock {
  now(): Date {
    return new Date();
  }

  monotonic(): number {
    return performance.now();
  }

  jitter(): number {
    return Math.random();
  }

  pause(ms: number, signal?: AbortSignal): Promise<void> {
    if (signal?.aborted === true) return Promise.resolve();
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', done);
        resolve();
      };
      const timer = setTimeout(done, ms);
      signal?.addEventListener('abort', done, { once: true });
    });
  }
}
