import { setTimeout as pause } from 'node:timers/promises';
import { backoff } from './backoff.js';

/** What we use of a BullMQ worker that was made with `autorun: false`. */
export type StartableWorker = {
  waitUntilReady(): Promise<unknown>;
  /** Resolves when the worker has been closed. */
  run(): Promise<void>;
  close(): Promise<void>;
  on(event: 'error', listener: (error: Error) => void): unknown;
};

export type StandingWorkerSettings = {
  readonly make: () => Promise<StartableWorker>;
  /** Whether it mends its connection by itself; else an error ends it. */
  readonly reconnects: boolean;
  /** A worker could not be started. */
  readonly onFault: (error: unknown) => void;
};

// The cap is also how long a worker must have lived to count as healthy.
const pauses = { firstMs: 100, capMs: 5_000 };

/**
 * Keeps one worker running; makes a new one when it dies.
 * BullMQ's worker on PostgreSQL remembers a failed first connection for ever and asks again without ever giving way to the
 * event loop: a database that was out of reach for a moment at the start froze the whole process. So a worker runs only
 * once it's ready, and an error ends it.
 */
export class StandingWorker {
  private readonly ending = new AbortController();
  private current: StartableWorker | null = null;
  private readonly kept: Promise<void>;

  constructor(private readonly settings: StandingWorkerSettings) {
    this.kept = this.keep();
  }

  async close(): Promise<void> {
    this.ending.abort();
    await (this.current === null ? this.kept : this.current.close());
  }

  private async keep(): Promise<void> {
    const { signal } = this.ending;
    for (let failures = 0; !signal.aborted; failures += 1) {
      const startedAt = performance.now();
      await this.live();
      if (performance.now() - startedAt > pauses.capMs) failures = 0;
      await pause(backoff(failures, pauses, Math.random()), undefined, { signal }).catch(() => undefined);
    }
  }

  /** One worker's life. Never rejects. */
  private async live(): Promise<void> {
    const { make, reconnects, onFault } = this.settings;
    let worker: StartableWorker | null = null;
    try {
      worker = await make();
      // On PostgreSQL a worker that is closed before it's ready leaves a connection open; on Redis it may never be ready.
      if (reconnects) this.current = worker;
      if (!reconnects || !this.ending.signal.aborted) await this.run(worker);
    } catch (error) {
      if (!this.ending.signal.aborted) onFault(error);
    }
    await worker?.close().catch(onFault);
    this.current = null;
  }

  private async run(worker: StartableWorker): Promise<void> {
    await worker.waitUntilReady();
    this.current = worker;
    if (!this.settings.reconnects) worker.on('error', () => void worker.close());
    if (!this.ending.signal.aborted) await worker.run();
  }
}
