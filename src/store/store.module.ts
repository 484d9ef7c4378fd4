import { type DynamicModule, Global, Module } from '@nestjs/common';
import { createAnnouncer, createEncoder } from '../contracts/encode-command.js';
import { usualPolicy } from '../payment/policy.js';
import { Clock } from '../platform/clock.js';
import type { Config } from '../platform/config.js';
import { Ids } from '../platform/ids.js';
import { Metrics } from '../platform/metrics.js';
import type { Environment } from '../platform/platform.module.js';
import { WriterDatabase } from '../platform/prisma/database.js';
import { GatewayRing, Wake } from '../platform/wake.js';
import { CommandAnswers } from '../saga/command-answers.js';
import { DeadLetters } from '../saga/dead-letters.js';
import { OpenLetters } from '../saga/open-letters.js';
import { OrderWriter } from '../saga/order-writer.js';
import { SentMessages } from '../saga/sent-messages.js';
import { GroupCommit } from './group-commit.js';
import { KnownOrders } from './known-orders.js';
import { PrismaCommandAnswers } from './prisma-command-answers.js';
import { PrismaDeadLetters } from './prisma-dead-letters.js';
import { PrismaOpenLetters } from './prisma-open-letters.js';
import { PrismaSentMessages } from './prisma-sent-messages.js';
import { PrismaTables } from './prisma-tables.js';
import { Tables } from './tables.js';

type Rings = [wake: Wake, gatewayWake: GatewayRing];

const policyOf = (config: Config) => ({
  maxAttempts: config.ORDER_MAX_ATTEMPTS,
  retryTimeoutMs: config.ORDER_MAX_RETRY_TIMEOUT,
  checkoutWaitMs: config.ORDER_CHECKOUT_WAIT,
  currency: config.DEFAULT_CURRENCY,
});

const paymentsOf = ({ PAYMENTS, PAYMENT_METHOD_DEADLINE, MESSAGE_FORMAT }: Config) =>
  PAYMENTS === 'off'
    ? null
    : {
        policy: { ...usualPolicy, methodDeadlineMs: PAYMENT_METHOD_DEADLINE },
        announce: createAnnouncer({ format: MESSAGE_FORMAT }),
      };

/** What stands behind the saga's ports. Needs a Wake and a GatewayRing from global modules. */
@Global()
@Module({})
export class StoreModule {
  static for({ config, log }: Environment): DynamicModule {
    const encode = createEncoder({ format: config.MESSAGE_FORMAT, defaultCurrency: config.DEFAULT_CURRENCY });
    return {
      module: StoreModule,
      providers: [
        {
          provide: Tables,
          inject: [WriterDatabase],
          useFactory: (database: WriterDatabase) =>
            new KnownOrders(new PrismaTables(database, config.PAYMENTS !== 'off')),
        },
        { provide: DeadLetters, useClass: PrismaDeadLetters },
        { provide: OpenLetters, useClass: PrismaOpenLetters },
        {
          provide: GroupCommit,
          inject: [Tables, Clock, Ids, Metrics, Wake, GatewayRing],
          useFactory: (tables: Tables, clock: Clock, ids: Ids, metrics: Metrics, ...rings: Rings) => {
            const [wake, gatewayWake] = rings;
            const rules = { policy: policyOf(config), payments: paymentsOf(config), encode, ids, clock };
            return new GroupCommit(tables, rules, { wake, gatewayWake, metrics, log });
          },
        },
        { provide: CommandAnswers, useClass: PrismaCommandAnswers },
        { provide: OrderWriter, useExisting: GroupCommit },
        { provide: SentMessages, useClass: PrismaSentMessages },
      ],
      exports: [GroupCommit, OrderWriter, SentMessages, DeadLetters, OpenLetters, CommandAnswers],
    };
  }
}
