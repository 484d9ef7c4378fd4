import { RunFolder } from '../test/servers/run-folder.js';
import { Servers } from '../test/servers/servers.js';
import { BenchFailed } from './part.js';
import type { ServerUrls } from './server-urls.js';

/** The servers to measure on, and the folder in which every process of the run works, since it then ends with the run. */
export type Surroundings = {
  readonly urls: ServerUrls;
  readonly folder: string;
  readonly stop: () => Promise<void>;
};

/** The servers that the environment names, all three or none; with none, servers of the run's own. @throws BenchFailed, ServerMissing */
export async function openSurroundings(environment: NodeJS.ProcessEnv): Promise<Surroundings> {
  const { DATABASE_URL: database, REDIS_URL: redis, BROKER_URL: broker } = environment;
  if (!database && !redis && !broker) return ownServers();
  if (!database || !redis || !broker)
    throw new BenchFailed('DATABASE_URL, REDIS_URL and BROKER_URL go together: the bench needs all three servers');
  const folder = await RunFolder.make();
  return { urls: { database, redis, broker }, folder: folder.path, stop: () => folder.remove() };
}

async function ownServers(): Promise<Surroundings> {
  const servers = await Servers.start();
  const { postgres, redis, rabbitmq, folder } = servers;
  return {
    urls: { database: postgres.url, redis: redis.url, broker: rabbitmq.url },
    folder,
    stop: () => servers.stop(),
  };
}
