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
  /** Whether an error of a running worker ends it. */
  readonly endsAtError: boolean;
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

  constructor(private readonly settings: StandingWorkerSettings) {
    void this.keep();
  }

  async close(): Promise<void> {
    this.ending.abort();
    await this.current?.close();
  }

  private async keep(): Promise<void> {
    const { signal } = this.ending;
    for (let failures = 0; !signal.aborted; failures += 1) {
      const startedAt = performance.now();
      await this.live();
      if (performance.now() - startedAt > pauses.capMs) failures = 0;
      await pause(backoff(failures, pauses), undefined, { signal }).catch(() => undefined);
    }
  }

  /** One worker's life. Never rejects. */
  private async live(): Promise<void> {
    const { make, endsAtError, onFault } = this.settings;
    try {
      const worker = await make();
      this.current = worker;
      if (endsAtError) worker.on('error', () => void worker.close());
      if (!this.ending.signal.aborted) await worker.waitUntilReady();
      if (!this.ending.signal.aborted) await worker.run();
    } catch (error) {
      if (!this.ending.signal.aborted) onFault(error);
    }
    await this.current?.close().catch(onFault);
    this.current = null;
  }
}
