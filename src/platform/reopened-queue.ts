import type { AnyQueue } from './queue-backends.js';

// BullMQ waits for Redis for ever; whoever rings has a sweep to fall back on and must not.
const patienceMs = 5_000;

async function inTime(ready: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      reject(new QueueNotReady());
    }, patienceMs);
  });
  try {
    await Promise.race([ready, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** The queue's server was not there in time. */
export class QueueNotReady extends Error {
  readonly code = 'QUEUE.NOT_READY';
  constructor() {
    super(`The queue was not ready within ${String(patienceMs)} ms`);
  }
}

/** Opens a queue when it's first needed, and anew after one that never got ready: BullMQ's would stay broken for ever. */
export class ReopenedQueue {
  private opening: Promise<AnyQueue> | null = null;
  private current: AnyQueue | null = null;

  constructor(private readonly make: () => Promise<AnyQueue>) {}

  /** @throws what keeps it from getting ready; the next call tries again */
  async ready(): Promise<AnyQueue> {
    const opening = (this.opening ??= this.open());
    try {
      return await opening;
    } catch (error) {
      if (this.opening === opening) this.opening = null;
      throw error;
    }
  }

  async close(): Promise<void> {
    await this.current?.close();
  }

  private async open(): Promise<AnyQueue> {
    const queue = await this.make();
    this.current = queue;
    try {
      await inTime(queue.waitUntilReady());
      return queue;
    } catch (error) {
      this.current = null;
      await queue.close().catch(() => undefined);
      throw error;
    }
  }
}
