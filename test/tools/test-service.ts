import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import type pg from 'pg';
import { configureHttp } from '../../src/api/configure-http.js';
import { createHttpAdapter } from '../../src/api/http-adapter.js';
import { AppModule } from '../../src/app.module.js';
import type { Broker } from '../../src/broker/broker.js';
import { EmbeddedBroker } from '../../src/broker/embedded/embedded-broker.js';
import { PrefixedBroker } from '../../src/broker/prefixed-broker.js';
import { RabbitMqBroker } from '../../src/broker/rabbitmq/rabbitmq-broker.js';
import { type Config, readConfig } from '../../src/platform/config.js';
import { Lifecycle } from '../../src/platform/lifecycle.js';
import { createLog, type Log, NestLog } from '../../src/platform/log.js';
import { Database, WriterDatabase } from '../../src/platform/prisma/database.js';
import { Readiness } from '../../src/platform/readiness.js';
import { calmPool, endWhenAlone } from './calm-pool.js';
import { cleanBroker, cleanRedis, redisKeys } from './clean-servers.js';
import { eventually } from './eventually.js';
import { mustKeepItsBooks } from './ledger-faults.js';
import { createTestDatabase } from './test-database.js';

/** The queue on which a test hears what the service publishes. */
export const neighboursQueue = 'neighbours';

export type Env = Readonly<Record<string, string>>;

/** What takes the place of a provider, for a test of what happens when it fails. */
export type Override = readonly [token: unknown, value: object];

export type StartOptions = { readonly overrides?: readonly Override[]; readonly log?: Log };

export type RunningService = {
  readonly app: NestFastifyApplication;
  readonly url: string;
  /** Drains and closes, as SIGTERM does. */
  stop(): Promise<void>;
};

/** A service on a site of its own; `stop` leaves nothing behind. */
export type TestService = RunningService & { readonly broker: Broker; readonly site: TestSite };

/** What services share: a database and prefixes of their own, and a connection to the broker to play the neighbours on. */
export class TestSite {
  private readonly running = new Set<RunningService>();

  private constructor(
    /** What every process of this site is started with. */
    readonly env: Env,
    readonly broker: Broker,
    readonly sql: pg.Pool,
    private readonly dropDatabase: () => Promise<void>,
  ) {}

  static async open(env: Env = {}): Promise<TestSite> {
    const database = await createTestDatabase();
    const run = `test-${randomUUID().slice(0, 8)}`;
    const names = { BROKER_PREFIX: `${run}-`, QUEUE_PREFIX: `{${run}}` };
    const full = { PORT: '0', LOG_LEVEL: 'silent', ...names, ...env, DATABASE_URL: database.url };
    return new TestSite(full, connectBroker(full), calmPool(database.url), () => database.drop());
  }

  /** One more process of the service, so to speak. */
  async start(env: Env = {}, { overrides = [], log }: StartOptions = {}): Promise<RunningService> {
    const config = readConfig({ ...this.env, ...env });
    const ownLog = log ?? createLog(config.LOG_LEVEL);
    const environment = { config, log: ownLog, databaseUrl: config.DATABASE_URL ?? '' };
    const testing = Test.createTestingModule({ imports: [AppModule.for(environment)] }).setLogger(new NestLog(ownLog));
    for (const [token, value] of overrides) testing.overrideProvider(token).useValue(value);
    const module = await testing.compile();
    const app = module.createNestApplication<NestFastifyApplication>(createHttpAdapter(), {
      logger: new NestLog(ownLog),
    });
    if (config.ROLES.includes('api')) await configureHttp(app);
    const service = { app, url: await listen(app, config), stop: () => this.stop(service) };
    this.running.add(service);
    await app.get(Lifecycle).start();
    await eventually(async () => {
      const { status, parts } = await app.get(Readiness).report();
      if (status !== 'ready') throw new Error(`The service is ${status}: ${JSON.stringify(parts)}`);
    });
    return service;
  }

  /** Stops what still runs, holds its ledger against the rules, and removes all that it left on the servers. */
  async close(): Promise<void> {
    for (const service of [...this.running]) await service.stop();
    await this.broker.close();
    try {
      await mustKeepItsBooks(this.sql);
    } finally {
      await endWhenAlone(this.sql);
      const { BROKER_URL: brokerUrl, BROKER_PREFIX: prefix = '' } = this.env;
      await Promise.all([this.dropDatabase(), cleanBroker(brokerUrl, prefix, [neighboursQueue]), this.loseRedisKeys()]);
    }
  }

  /** The keys in Redis that are this site's. */
  redisKeys(): Promise<readonly string[]> {
    return redisKeys(this.env['REDIS_URL'], this.queuePrefix);
  }

  /** As FLUSHALL would, but for this site only. */
  async loseRedisKeys(): Promise<void> {
    await cleanRedis(this.env['REDIS_URL'], this.queuePrefix);
  }

  private get queuePrefix(): string {
    return this.env['QUEUE_PREFIX'] ?? '';
  }

  private async stop(service: RunningService): Promise<void> {
    if (!this.running.delete(service)) return;
    const { app } = service;
    await app.get(Lifecycle).drain();
    await app.close();
    await Promise.all([app.get(Database).close(), app.get(WriterDatabase).close()]);
  }
}

async function listen(app: NestFastifyApplication, { HOST, PORT }: Config): Promise<string> {
  await app.listen(PORT, HOST);
  return app.getUrl();
}

/** A connection of its own to the broker that the environment names. */
export function connectBroker({
  BROKER_URL: url,
  DATABASE_URL: databaseUrl = '',
  BROKER_PREFIX: prefix = '',
}: Env): Broker {
  const log = createLog('silent');
  return new PrefixedBroker(
    url === undefined ? new EmbeddedBroker({ url: databaseUrl, log }) : new RabbitMqBroker({ url, log }),
    prefix,
  );
}

/** A service with the given environment on a database, a port and names of its own; `stop` removes all of it. */
export async function startTestService(env: Env = {}, options: StartOptions = {}): Promise<TestService> {
  const site = await TestSite.open(env);
  const service = await site.start({}, options);
  return { ...service, site, broker: site.broker, stop: () => site.close() };
}
