/** What we use of a queue: a job is only ever a wake-up, so nothing that it holds matters. */
export type WakeQueue = {
  /** Adds a wake-up unless one waits already; one that comes while a job runs is kept for after it. */
  ring(): Promise<void>;
  /** Has a wake-up made every so many milliseconds, for whichever worker is there. */
  every(ms: number): Promise<void>;
  /** Removes the queue with all that it holds. */
  remove(): Promise<void>;
  close(): Promise<void>;
};

export type WakeWorker = { close(): Promise<void> };

/** The port to the queues, as those who ring and those who are woken see it. */
export abstract class WakeQueues {
  abstract open(name: string): WakeQueue;
  /** Calls `work` for each wake-up, one at a time. */
  abstract work(name: string, work: () => Promise<void>): WakeWorker;
}
