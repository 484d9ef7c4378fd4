import { join } from 'node:path';
import { Redis } from 'ioredis';
import { freePort } from './free-port.js';
import type { RunFolder } from './run-folder.js';
import { ServerProcess } from './server-process.js';

/** A Redis of this run's own, which keeps nothing over a restart and evicts nothing. */
export class RedisServer {
  private constructor(
    readonly url: string,
    readonly process: ServerProcess,
  ) {}

  static async start(run: RunFolder, program: string): Promise<RedisServer> {
    const folder = await run.subfolder('redis');
    const port = await freePort();
    const url = `redis://127.0.0.1:${port}`;
    const options = { bind: '127.0.0.1', port, save: '', appendonly: 'no', 'maxmemory-policy': 'noeviction' };
    const process = new ServerProcess({
      name: 'Redis',
      program,
      args: Object.entries(options).flatMap(([name, value]) => [`--${name}`, String(value)]),
      folder,
      logFile: join(folder, 'log'),
      ask: () => commandOnce(url, 'PING'),
    });
    await process.start();
    return new RedisServer(url, process);
  }

  /** As `redis-cli` would. */
  command(name: string, ...args: readonly string[]): Promise<unknown> {
    return commandOnce(this.url, name, ...args);
  }

  /** Loses all that it holds. */
  async restart(): Promise<void> {
    await this.process.end('SIGKILL');
    await this.process.start();
  }
}

async function commandOnce(url: string, name: string, ...args: readonly string[]): Promise<unknown> {
  const redis = new Redis(url, { lazyConnect: true, connectTimeout: 3_000, retryStrategy: () => null });
  // What goes wrong also rejects the command.
  redis.on('error', () => undefined);
  try {
    await redis.connect();
    return await redis.call(name, ...args);
  } finally {
    redis.disconnect();
  }
}
