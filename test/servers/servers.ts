import { findServerPrograms } from './programs.mjs';
import { PostgresServer } from './postgres-server.js';
import { RabbitMqServer } from './rabbitmq-server.js';
import { RedisServer } from './redis-server.js';
import { RunFolder } from './run-folder.js';

/**
 * Real servers for one run, on free ports of 127.0.0.1 and in a folder of their own: PostgreSQL, Redis and RabbitMQ. They end with
 * {@link stop}, and also when this process is interrupted, crashes or is killed.
 */
export class Servers {
  private constructor(
    private readonly run: RunFolder,
    readonly postgres: PostgresServer,
    readonly redis: RedisServer,
    readonly rabbitmq: RabbitMqServer,
  ) {}

  /** About ten seconds, most of them RabbitMQ's. @throws ServerMissing, ServerFailed */
  static async start(): Promise<Servers> {
    const programs = await findServerPrograms();
    const run = await RunFolder.make();
    const starting = [
      PostgresServer.start(run),
      RedisServer.start(run, programs.redisServer),
      RabbitMqServer.start(run, programs),
    ] as const;
    try {
      return new Servers(run, ...(await Promise.all(starting)));
    } catch (error) {
      await Promise.allSettled(starting);
      await run.remove();
      throw error;
    }
  }

  /** Processes that work here end with the servers. */
  get folder(): string {
    return this.run.path;
  }

  /** Leaves no process and no file. */
  stop(): Promise<void> {
    return this.run.remove();
  }
}
