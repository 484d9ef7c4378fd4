import { type DynamicModule, Global, Module } from '@nestjs/common';
import { createEncoder } from '../contracts/encode-command.js';
import { Clock } from '../platform/clock.js';
import type { Config } from '../platform/config.js';
import { Ids } from '../platform/ids.js';
import { Metrics } from '../platform/metrics.js';
import type { Environment } from '../platform/platform.module.js';
import { Wake } from '../platform/wake.js';
import { DeadLetters } from '../saga/dead-letters.js';
import { OpenLetters } from '../saga/open-letters.js';
import { OrderWriter } from '../saga/order-writer.js';
import { SentMessages } from '../saga/sent-messages.js';
import { GroupCommit } from './group-commit.js';
import { PrismaDeadLetters } from './prisma-dead-letters.js';
import { PrismaOpenLetters } from './prisma-open-letters.js';
import { PrismaSentMessages } from './prisma-sent-messages.js';
import { PrismaTables } from './prisma-tables.js';
import { Tables } from './tables.js';

const policyOf = (config: Config) => ({
  maxAttempts: config.ORDER_MAX_ATTEMPTS,
  retryTimeoutMs: config.ORDER_MAX_RETRY_TIMEOUT,
  checkoutWaitMs: config.ORDER_CHECKOUT_WAIT,
  currency: config.DEFAULT_CURRENCY,
});

/** What stands behind the saga's ports. Needs a Wake from a global module. */
@Global()
@Module({})
export class StoreModule {
  static for({ config, log }: Environment): DynamicModule {
    const encode = createEncoder({ format: config.MESSAGE_FORMAT, defaultCurrency: config.DEFAULT_CURRENCY });
    return {
      module: StoreModule,
      providers: [
        { provide: Tables, useClass: PrismaTables },
        { provide: DeadLetters, useClass: PrismaDeadLetters },
        { provide: OpenLetters, useClass: PrismaOpenLetters },
        {
          provide: GroupCommit,
          inject: [Tables, Clock, Ids, Wake, Metrics],
          useFactory: (tables: Tables, clock: Clock, ids: Ids, wake: Wake, metrics: Metrics) =>
            new GroupCommit(tables, { policy: policyOf(config), encode, ids, clock }, { wake, metrics, log }),
        },
        { provide: OrderWriter, useExisting: GroupCommit },
        { provide: SentMessages, useClass: PrismaSentMessages },
      ],
      exports: [GroupCommit, OrderWriter, SentMessages, DeadLetters, OpenLetters],
    };
  }
}
