import { type DynamicModule, Global, type INestApplicationContext, Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { GatewayModule } from './gateway/gateway.module.js';
import { GatewayWake } from './gateway/tasks/gateway-wake.js';
import { RedeliveryModule } from './inbox/redelivery.module.js';
import { LaneLeases } from './outbox/lane-leases.js';
import { PrismaLaneLeases } from './outbox/prisma-lane-leases.js';
import { RelayWake } from './outbox/relay-wake.js';
import { Clock } from './platform/clock.js';
import { type Environment, PlatformModule } from './platform/platform.module.js';
import { Database, WriterDatabase } from './platform/prisma/database.js';
import { Queues } from './platform/queues.js';
import { Wake } from './platform/wake.js';
import { QueriesModule } from './queries/queries.module.js';
import { SagaModule } from './saga/saga.module.js';
import { SettlementModule } from './settlement/settlement.module.js';
import { GroupCommit } from './store/group-commit.js';
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
        RedeliveryModule.for(environment.config),
        SagaModule,
        GatewayModule.for(environment),
        SettlementModule.for(environment),
        QueriesModule,
      ],
    };
  }
}

/** Finishes what is being written, and lets go of every connection. */
export async function closeFinance(app: INestApplicationContext): Promise<void> {
  await app.get(GroupCommit).close();
  await app.get(RelayWake).close();
  await app.get(GatewayWake).close();
  await app.get(Queues).close();
  await app.close();
  await Promise.all([app.get(Database).close(), app.get(WriterDatabase).close()]);
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
