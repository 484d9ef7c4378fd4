import { type DynamicModule, Global, Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { LaneLeases } from './outbox/lane-leases.js';
import { PrismaLaneLeases } from './outbox/prisma-lane-leases.js';
import { RelayWake } from './outbox/relay-wake.js';
import { Clock } from './platform/clock.js';
import { type Environment, PlatformModule } from './platform/platform.module.js';
import { Queues } from './platform/queues.js';
import { Wake } from './platform/wake.js';
import { QueriesModule } from './queries/queries.module.js';
import { SagaModule } from './saga/saga.module.js';
import { StoreModule } from './store/store.module.js';

/** What the `finance` command runs on: the buses, their handlers and the store. No broker, no HTTP, and no part of a role. */
@Module({})
export class FinanceModule {
  static for(environment: Environment): DynamicModule {
    return {
      module: FinanceModule,
      imports: [
        CqrsModule.forRoot(),
        PlatformModule.for(environment),
        WakeModule.for(environment),
        StoreModule.for(environment),
        SagaModule,
        QueriesModule,
      ],
    };
  }
}

/** Relays run elsewhere, and are woken over the queue. */
@Global()
@Module({})
class WakeModule {
  static for({ log }: Environment): DynamicModule {
    return {
      module: WakeModule,
      providers: [
        { provide: LaneLeases, useClass: PrismaLaneLeases },
        {
          provide: RelayWake,
          inject: [Queues, LaneLeases, Clock],
          useFactory: (queues: Queues, leases: LaneLeases, clock: Clock) =>
            new RelayWake(null, queues, leases, { clock, log }),
        },
        { provide: Wake, useExisting: RelayWake },
      ],
      exports: [Wake],
    };
  }
}
