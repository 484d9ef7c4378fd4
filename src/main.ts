import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { configureHttp } from './api/configure-http.js';
import { createHttpAdapter } from './api/http-adapter.js';
import { AppModule } from './app.module.js';
import { type Config, readConfig } from './platform/config.js';
import { defaultDataFolder } from './platform/embedded-postgres/data-folder.mjs';
import { assertFree } from './platform/free-port.js';
import { returnMemoryWhenIdle } from './platform/idle-memory.js';
import { Lifecycle } from './platform/lifecycle.js';
import { createLog, type Log, NestLog } from './platform/log.js';
import { prepareDatabase, type PreparedDatabase } from './platform/prepare-database.js';
import { Database, WriterDatabase } from './platform/prisma/database.js';

type Service = { readonly app: NestFastifyApplication; readonly database: PreparedDatabase };

async function createApp(config: Config, log: Log, databaseUrl: string): Promise<NestFastifyApplication> {
  const app = await NestFactory.create<NestFastifyApplication>(
    AppModule.for({ config, log, databaseUrl }),
    createHttpAdapter(),
    { logger: new NestLog(log), abortOnError: false },
  );
  if (config.ROLES.includes('api')) await configureHttp(app);
  return app;
}

async function start(config: Config, log: Log): Promise<Service> {
  await assertFree(config.PORT, config.HOST);
  const database = await prepareDatabase(config, await defaultDataFolder(process.env));
  try {
    const app = await createApp(config, log, database.url);
    await app.listen(config.PORT, config.HOST);
    await app.get(Lifecycle).start();
    returnMemoryWhenIdle(log);
    log.info({ roles: config.ROLES, url: await app.getUrl() }, 'the service runs');
    return { app, database };
  } catch (error) {
    await database.release();
    throw error;
  }
}

async function stop({ app, database }: Service, log: Log): Promise<void> {
  await app.get(Lifecycle).drain();
  await app.close();
  await Promise.all([app.get(Database).close(), app.get(WriterDatabase).close()]);
  await database.release();
  log.info('the service has stopped');
}

// What an orchestrator waits before it kills, less a margin.
const longestStopMs = 9_500;

function stopOnSignals(starting: Promise<Service>, log: Log): void {
  const onSignal = (signal: string) => {
    log.info({ signal }, 'draining');
    // Everything that counts is committed or still with the broker: a part that hangs may not hold up the exit.
    setTimeout(() => {
      log.warn('stopped without waiting for every connection to close');
      process.exit(0);
    }, longestStopMs).unref();
    starting
      .then((service) => stop(service, log))
      .then(
        () => process.exit(0),
        (error: unknown) => {
          log.error({ err: error }, 'the service stopped with a fault');
          process.exit(1);
        },
      );
  };
  process.once('SIGTERM', onSignal);
  process.once('SIGINT', onSignal);
}

try {
  const config = readConfig(process.env);
  const log = createLog(config.LOG_LEVEL);
  const starting = start(config, log);
  // From the first moment on: a process that is PID 1 in its container would not even end at a signal that it doesn't handle.
  stopOnSignals(starting, log);
  await starting;
} catch (error) {
  // One clear line for whoever started us: these are faults of the surroundings, not of the code.
  process.stderr.write(`${error instanceof Error ? error.message : 'The service could not start'}\n`);
  process.exit(1);
}
