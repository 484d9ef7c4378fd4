import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { configureHttp } from './api/configure-http.js';
import { createHttpAdapter } from './api/http-adapter.js';
import { AppModule } from './app.module.js';
import { type Config, readConfig } from './platform/config.js';
import { defaultDataFolder } from './platform/embedded-postgres/data-folder.mjs';
import { assertFree } from './platform/free-port.js';
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

function stopOnSignals(service: Service, log: Log): void {
  const onSignal = (signal: string) => {
    log.info({ signal }, 'draining');
    stop(service, log).then(
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
  stopOnSignals(await start(config, log), log);
} catch (error) {
  // One clear line for whoever started us: these are faults of the surroundings, not of the code.
  process.stderr.write(`${error instanceof Error ? error.message : 'The service could not start'}\n`);
  process.exit(1);
}
