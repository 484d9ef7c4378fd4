import { createPostgresBackend, DEFAULT_SCHEMA, type PgPool, Queue, runMigrations, withBackend, Worker } from 'bullmq';
import pg from 'pg';
import type { StartableWorker } from './standing-worker.js';

type Faulty = { on(event: 'error', listener: (error: Error) => void): unknown };

/** The few calls that BullMQ's queue has in common over its backends. */
export type AnyQueue = Pick<Queue, 'add' | 'upsertJobScheduler' | 'obliterate' | 'waitUntilReady' | 'close'> & Faulty;

export type AnyWorker = StartableWorker & {
  on(event: 'failed', listener: (job: unknown, error: Error) => void): unknown;
};

/** Where BullMQ keeps its jobs. */
export type QueueBackend = {
  readonly queue: (name: string) => Promise<AnyQueue>;
  /** Made without running. */
  readonly worker: (name: string, work: () => Promise<void>) => Promise<AnyWorker>;
  /** Whether a worker mends its connection by itself. */
  readonly reconnects: boolean;
  /** To be called when all queues and workers are closed. */
  readonly close: () => Promise<void>;
};

// A wake-up takes milliseconds. One whose worker lost its connection before it could say so blocks those that come after
// it until its lock has run out and somebody has looked.
const stalls = { lockDuration: 4_000, stalledInterval: 2_000 };

export function onRedis(url: string, prefix: string): QueueBackend {
  // Producers give up after one reconnection: a ring that can't be had is made up for by the sweep.
  const producer = { url, maxRetriesPerRequest: 1 };
  const consumer = { url, maxRetriesPerRequest: null };
  const options = { connection: consumer, prefix, ...stalls, autorun: false };
  return {
    queue: (name) => Promise.resolve(new Queue(name, { connection: producer, prefix })),
    worker: (name, work) => Promise.resolve(new Worker(name, work, options)),
    reconnects: true,
    close: () => Promise.resolve(),
  };
}

// A worker holds one of them to listen on; the others are for everybody's queries.
const connections = 6;

/** BullMQ's tables in a schema of their own beside ours; there `prefix` means nothing. */
export function onPostgres(connectionString: string, prefix: string, onError: (error: Error) => void): QueueBackend {
  const { Queue: PostgresQueue, Worker: PostgresWorker } = withBackend(createPostgresBackend);
  // Our own pool: BullMQ's own would leave the clients that it migrates and listens with without a listener for their
  // errors, and the server's farewell would end the process.
  const pool = new pg.Pool({
    connectionString,
    max: connections,
    connectionTimeoutMillis: 5_000,
    keepAlive: true,
    options: `-c search_path=${DEFAULT_SCHEMA}`,
    Client: CalmClient,
  });
  pool.on('error', onError);
  // Every queue and every worker listens on it.
  pool.setMaxListeners(0);
  // BullMQ describes pg in its own words, which TypeScript can't match with pg's overloads.
  const connection = pool as unknown as PgPool;
  let migrated: Promise<void> | null = null;
  const migrate = async () => {
    migrated ??= withClient(pool, (client) => runMigrations(client, DEFAULT_SCHEMA));
    try {
      await migrated;
    } catch (error) {
      migrated = null;
      throw error;
    }
  };
  return {
    queue: async (name) => {
      await migrate();
      return new PostgresQueue(name, { connection, prefix });
    },
    worker: async (name, work) => {
      await migrate();
      return new PostgresWorker(name, work, { connection, prefix, ...stalls, autorun: false });
    },
    reconnects: false,
    close: () => pool.end(),
  };
}

/** An error that nobody listens for is no reason to end the process: BullMQ takes its listeners off before it closes. */
class CalmClient extends pg.Client {
  override emit(event: string | symbol, ...details: readonly unknown[]): boolean {
    if (event === 'error' && this.listenerCount('error') === 0) return false;
    return super.emit(event, ...details);
  }
}

async function withClient(pool: pg.Pool, work: (client: pg.PoolClient) => Promise<unknown>): Promise<void> {
  const client = await pool.connect();
  try {
    await work(client);
    client.release();
  } catch (error) {
    client.release(true);
    throw error;
  }
}
