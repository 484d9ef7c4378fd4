import { createPostgresBackend, Queue, withBackend, Worker } from 'bullmq';
import { Redis } from 'ioredis';
import { errorFields, type Log } from './log.js';

export type QueueSettings = {
  readonly redisUrl: string | undefined;
  readonly databaseUrl: string;
  /** In front of every key or queue; a Redis hash tag keeps a queue on one node of a cluster. */
  readonly prefix: string;
};

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

// Named for what it does, and never by the clock alone: plain deduplication lost the wake-up of 27 to 34 of 80 bursts.
const once = { deduplication: { id: 'wake', keepLastIfActive: true } } as const;
const keepNothing = { removeOnComplete: true, removeOnFail: true } as const;
// A wake-up takes milliseconds; a worker that stalls longer than this has its job handed to another.
const lockDuration = 30_000;

/** The few calls that BullMQ's queue has in common over its backends. */
type AnyQueue = Pick<Queue, 'add' | 'upsertJobScheduler' | 'obliterate' | 'close'> & Faulty;
type AnyWorker = Pick<Worker, 'close'> &
  Faulty & { on(event: 'failed', listener: (job: unknown, error: Error) => void): unknown };
type Faulty = { on(event: 'error', listener: (error: Error) => void): unknown };

type Backend = {
  readonly queue: (name: string) => AnyQueue;
  readonly worker: (name: string, work: () => Promise<void>) => AnyWorker;
};

function onRedis(url: string, prefix: string): Backend {
  // Producers give up after one reconnection: a ring that can't be had is made up for by the sweep.
  const producer = { url, maxRetriesPerRequest: 1 };
  const consumer = { url, maxRetriesPerRequest: null };
  return {
    queue: (name) => new Queue(name, { connection: producer, prefix }),
    worker: (name, work) => new Worker(name, work, { connection: consumer, prefix, lockDuration }),
  };
}

function onPostgres(connectionString: string, prefix: string): Backend {
  const classes = withBackend(createPostgresBackend);
  const connection = { connectionString, schema: 'bullmq', migrate: true, max: 2, connectionTimeoutMillis: 5_000 };
  return {
    queue: (name) => new classes.Queue(name, { connection, prefix }),
    worker: (name, work) => new classes.Worker(name, work, { connection, prefix, lockDuration }),
  };
}

/** BullMQ on Redis where there is one, else on PostgreSQL, in a schema of its own beside our tables. */
export class Queues {
  private readonly backend: Backend;
  private readonly redis: Redis | null;

  constructor(
    { redisUrl, databaseUrl, prefix }: QueueSettings,
    private readonly log: Log,
  ) {
    this.backend = redisUrl === undefined ? onPostgres(databaseUrl, prefix) : onRedis(redisUrl, prefix);
    this.redis = redisUrl === undefined ? null : new Redis(redisUrl, { maxRetriesPerRequest: 1 });
    if (this.redis !== null) this.watch(this.redis, 'redis');
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

  open(name: string): WakeQueue {
    const queue = this.backend.queue(name);
    this.watch(queue, name);
    return {
      ring: async () => {
        await queue.add('wake', {}, { ...once, ...keepNothing });
      },
      every: async (ms) => {
        await queue.upsertJobScheduler('sweep', { every: ms }, { name: 'sweep', opts: keepNothing });
      },
      remove: () => queue.obliterate({ force: true }),
      close: () => queue.close(),
    };
  }

  work(name: string, work: () => Promise<void>): WakeWorker {
    const worker = this.backend.worker(name, work);
    this.watch(worker, name);
    worker.on('failed', (_job, error) => {
      this.log.error({ queue: name, ...errorFields(error) }, 'a wake-up failed');
    });
    return { close: () => worker.close() };
  }

  close(): void {
    this.redis?.disconnect();
  }

  private watch(source: Faulty, name: string): void {
    source.on('error', (error) => {
      this.log.warn({ queue: name, ...errorFields(error) }, 'the queue is out of reach');
    });
  }
}
