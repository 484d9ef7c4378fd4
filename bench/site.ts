import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import { deployMigrations } from '../src/platform/migrations/deploy-migrations.js';
import { ServiceProcess } from '../test/platform/service-process.js';
import { cleanBroker, cleanRedis } from '../test/tools/clean-servers.js';
import { ForkedProcess } from './forked-process.js';
import { commandsQueue } from './load/neighbours.js';
import { LoadGenerator } from './load/load-generator.js';
import { ScratchDatabase } from './scratch-database.js';
import type { Round } from './part.js';

type Env = Readonly<Record<string, string>>;

/** Where the servers are, and where processes work. */
export type Place = Pick<Round, 'servers' | 'folder'>;

/** A migrated database and names of its own on the servers, and the processes that work there. */
export class Site {
  private readonly services = new Set<ServiceProcess>();
  private readonly substitutes = new Set<ForkedProcess>();
  private readonly generators = new Set<LoadGenerator>();

  static async open({ servers, folder }: Place): Promise<Site> {
    const database = await ScratchDatabase.create(servers.database);
    await deployMigrations(database.url);
    return new Site({ servers, folder }, database, `bench-${randomUUID().slice(0, 8)}`);
  }

  private constructor(
    private readonly place: Place,
    private readonly database: ScratchDatabase,
    private readonly run: string,
  ) {}

  /** In front of every exchange and queue name of RabbitMQ. */
  get prefix(): string {
    return `${this.run}-`;
  }

  get databaseUrl(): string {
    return this.database.url;
  }

  /** The first row's columns as numbers: for counts. */
  numbers(sql: string): Promise<Readonly<Record<string, number>>> {
    return this.database.numbers(sql);
  }

  rows<Row extends pg.QueryResultRow>(sql: string): Promise<readonly Row[]> {
    return this.database.rows<Row>(sql);
  }

  /**
   * Does what the database would do of itself in the next minutes, to this site's measure or to another's: rows that are gone are
   * cleared away, and what waits in memory is written. Its user must be allowed it: a superuser, or one of pg_checkpoint.
   */
  async settle(): Promise<void> {
    await this.database.run(['vacuum (analyze)', 'checkpoint']);
  }

  /** The compiled service as a process of its own, ready for work; all roles by default. */
  async startService(env: Env = {}): Promise<ServiceProcess> {
    const service = await ServiceProcess.start({ ...this.env, ...env }, this.place.folder);
    this.services.add(service);
    return service;
  }

  /** A program of the bench's in the service's place, begun with these settings; it consumes. */
  async startInstead(program: URL, settings: object): Promise<void> {
    this.substitutes.add(await ForkedProcess.start(program, settings, this.place.folder));
  }

  /** The neighbours, with their queues declared. */
  async openLoad(): Promise<LoadGenerator> {
    const load = new LoadGenerator(this.place.folder);
    this.generators.add(load);
    await load.ask('open', { brokerUrl: this.place.servers.broker, prefix: this.prefix });
    return load;
  }

  /** Has its processes finish what they do: others may begin with what they leave. */
  async endProcesses(): Promise<void> {
    await Promise.all([...this.services].map((service) => service.end('SIGTERM')));
    await this.stopOwn();
    this.services.clear();
  }

  /** Leaves nothing on the servers. */
  async close(): Promise<void> {
    await Promise.all([...this.services].map((service) => service.kill()));
    await this.stopOwn();
    await this.database.drop();
    await cleanBroker(this.place.servers.broker, this.prefix, [commandsQueue]);
    await cleanRedis(this.place.servers.redis, `{${this.run}}`);
  }

  /** The bench's own programs. */
  private async stopOwn(): Promise<void> {
    await Promise.all([...this.substitutes, ...this.generators].map((program) => program.stop()));
    this.substitutes.clear();
    this.generators.clear();
  }

  private get env(): Env {
    return {
      NODE_ENV: 'production',
      DATABASE_URL: this.database.url,
      REDIS_URL: this.place.servers.redis,
      BROKER_URL: this.place.servers.broker,
      BROKER_PREFIX: this.prefix,
      QUEUE_PREFIX: `{${this.run}}`,
      PORT: '0',
    };
  }
}

/** Opens a site for the work, and closes it whatever the work came to. */
export async function onSite<T>(place: Place, work: (site: Site) => Promise<T>): Promise<T> {
  const site = await Site.open(place);
  try {
    return await work(site);
  } finally {
    await site.close();
  }
}

/** The same with several sites side by side. */
export const onSites = <T>(place: Place, count: number, work: (sites: readonly Site[]) => Promise<T>): Promise<T> =>
  count === 0 ? work([]) : onSite(place, (site) => onSites(place, count - 1, (others) => work([site, ...others])));
