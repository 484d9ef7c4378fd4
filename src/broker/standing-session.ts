import { setTimeout as pause } from 'node:timers/promises';
import { backoff } from '../platform/backoff.js';
import type { BrokerLog } from './broker-log.js';

// The cap is also how long a session must have lasted to count as healthy.
const pauses = { firstMs: 100, capMs: 10_000 };

/** One life of a connection, with everything that dies with it. */
export type Session = {
  /** Resolves when the session is over, whoever ended it and why; never rejects. */
  readonly ended: Promise<Error>;
  close(): Promise<void>;
};

/** Keeps a session open: opens one, waits for its end, pauses, opens the next; for ever, until stopped. */
export class StandingSession<S extends Session> {
  /** Resolves when a session was open for the first time, or when it's clear that none ever will be. */
  readonly settled: Promise<void>;
  private readonly stopping = new AbortController();
  private readonly finished: Promise<void>;
  private session: S | null = null;
  private markSettled: () => void = () => undefined;

  constructor(
    private readonly name: string,
    private readonly open: () => Promise<S>,
    private readonly log: BrokerLog,
  ) {
    this.settled = new Promise((resolve) => (this.markSettled = resolve));
    this.finished = this.run();
  }

  get current(): S | null {
    return this.session;
  }

  /** Opens no further session; the present one lives on. */
  stop(): void {
    this.stopping.abort();
    this.markSettled();
  }

  async close(): Promise<void> {
    this.stop();
    // One that is just being opened is closed by `run`; a server that doesn't answer must not hold up our shutdown.
    if (this.session === null) return;
    await this.session.close();
    await this.finished;
  }

  private isStopping(): boolean {
    return this.stopping.signal.aborted;
  }

  private async run(): Promise<void> {
    let failures = 0;
    while (!this.isStopping()) {
      const openedAt = performance.now();
      const cause = await this.live();
      if (this.isStopping()) return;
      // Only one that lasted proves health: one that opens and dies at once must back off too.
      if (performance.now() - openedAt > pauses.capMs) failures = 0;
      const milliseconds = Math.round(backoff(failures++, pauses, Math.random()));
      this.log.warn({ session: this.name, err: cause, retryInMs: milliseconds }, 'Broker session is down');
      await pause(milliseconds, undefined, { signal: this.stopping.signal }).catch(() => undefined);
    }
  }

  private async live(): Promise<Error> {
    try {
      const session = await this.open();
      if (this.isStopping()) await session.close();
      this.session = session;
      this.markSettled();
      this.log.info({ session: this.name }, 'Broker session is up');
      return await session.ended;
    } catch (error) {
      return error instanceof Error ? error : new Error(String(error));
    } finally {
      this.session = null;
    }
  }
}
