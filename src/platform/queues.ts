import { Redis } from 'ioredis';
import { errorFields, type Log } from './log.js';
import { onPostgres, onRedis, type QueueBackend } from './queue-backends.js';
import { ReopenedQueue } from './reopened-queue.js';
import { StandingWorker } from './standing-worker.js';
import { type WakeQueue, WakeQueues, type WakeWorker } from './wake-queues.js';

export type QueueSettings = {
  readonly redisUrl: string | undefined;
  readonly databaseUrl: string;
  /** In front of every key or queue; a Redis hash tag keeps a queue on one node of a cluster. */
  readonly prefix: string;
};

// Named for what it does, and never by the clock alone: plain deduplication lost the wake-up of 27 to 34 of 80 bursts.
const once = { deduplication: { id: 'wake', keepLastIfActive: true } } as const;
const keepNothing = { removeOnComplete: true, removeOnFail: true } as const;

/** BullMQ on Redis where there is one, else on PostgreSQL, in a schema of its own beside our tables. */
export class Queues extends WakeQueues {
  private readonly backend: QueueBackend;
  private readonly redis: Redis | null;

  constructor(
    { redisUrl, databaseUrl, prefix }: QueueSettings,
    private readonly log: Log,
  ) {
    super();
    const onError = (error: Error) => {
      this.warn('all', error);
    };
    this.backend = redisUrl === undefined ? onPostgres(databaseUrl, prefix, onError) : onRedis(redisUrl, prefix);
    this.redis = redisUrl === undefined ? null : new Redis(redisUrl, { maxRetriesPerRequest: 1 });
    this.redis?.on('error', onError);
  }

  /** Whether a ring would reach Redis now. On PostgreSQL the queue is as reachable as the database. */
  async isReachable(): Promise<boolean> {
    try {
      await this.redis?.ping();
      return true;
    } catch {
      return false;
    }
  }

  override open(name: string): WakeQueue {
    const queue = new ReopenedQueue(async () => {
      const made = await this.backend.queue(name);
      made.on('error', (error) => {
        this.warn(name, error);
      });
      return made;
    });
    return {
      ring: async () => {
        await (await queue.ready()).add('wake', {}, { ...once, ...keepNothing });
      },
      every: async (ms) => {
        await (await queue.ready()).upsertJobScheduler('sweep', { every: ms }, { name: 'sweep', opts: keepNothing });
      },
      remove: async () => (await queue.ready()).obliterate({ force: true }),
      close: () => queue.close(),
    };
  }

  override work(name: string, work: () => Promise<void>): WakeWorker {
    const onFault = (error: unknown) => {
      this.warn(name, error);
    };
    const make = async () => {
      const worker = await this.backend.worker(name, work);
      worker.on('error', onFault);
      worker.on('failed', (_job, error) => {
        this.log.error({ queue: name, ...errorFields(error) }, 'a wake-up failed');
      });
      return worker;
    };
    return new StandingWorker({ make, reconnects: this.backend.reconnects, onFault });
  }

  async close(): Promise<void> {
    this.redis?.disconnect();
    await this.backend.close();
  }

  private warn(name: string, error: unknown): void {
    this.log.warn({ queue: name, ...errorFields(error) }, 'the queue is out of reach');
  }
}
