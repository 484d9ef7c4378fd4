import { type DynamicModule, Global, Module } from '@nestjs/common';
import { Clock, SystemClock } from './clock.js';
import { CONFIG, type Config } from './config.js';
import { Ids, UuidV7Ids } from './ids.js';
import { LOG, type Log } from './log.js';
import { Metrics } from './metrics.js';
import { MediatorPipeline } from './pipeline/pipeline.js';
import { Database, WriterDatabase } from './prisma/database.js';
import { Queues } from './queues.js';

export type Environment = { readonly config: Config; readonly log: Log; readonly databaseUrl: string };

// Two writers, the relay's fetch and its removal.
const hotStatements = 4;

/** What every module stands on. */
@Global()
@Module({})
export class PlatformModule {
  static for({ config, log, databaseUrl: url }: Environment): DynamicModule {
    const providers = [
      { provide: CONFIG, useValue: config },
      { provide: LOG, useValue: log },
      { provide: Clock, useClass: SystemClock },
      { provide: Ids, useClass: UuidV7Ids },
      Metrics,
      { provide: Database, useFactory: () => new Database({ url, connections: 8 }) },
      { provide: WriterDatabase, useFactory: () => new WriterDatabase({ url, connections: hotStatements }) },
      {
        provide: Queues,
        useFactory: () =>
          new Queues({ redisUrl: config.REDIS_URL, databaseUrl: url, prefix: config.QUEUE_PREFIX }, log),
      },
    ];
    return {
      module: PlatformModule,
      providers: [...providers, MediatorPipeline],
      exports: providers.map((provider) => (typeof provider === 'function' ? provider : provider.provide)),
    };
  }
}
