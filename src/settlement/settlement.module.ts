import { type DynamicModule, Global, Module } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { PaymentGateway } from '../gateway/payment-gateway.js';
import { Clock } from '../platform/clock.js';
import type { Environment } from '../platform/platform.module.js';
import { Database } from '../platform/prisma/database.js';
import { Queues } from '../platform/queues.js';
import { ImportSettlementHandler } from './import-settlement.js';
import { Reconciler } from './reconciler.js';
import { ResolveBreakHandler } from './resolve-break.js';
import { SettlementTables } from './settlement-tables.js';
import { SettlementWakeUps } from './settlement-wake-ups.js';

/** Needs CqrsModule, `Database` and `PaymentGateway` (null with payments off) to be global. */
@Global()
@Module({})
export class SettlementModule {
  static for({ config, log }: Environment): DynamicModule {
    const settings = { lateAfterMs: config.SETTLEMENT_LATE_AFTER };
    return {
      module: SettlementModule,
      providers: [
        SettlementTables,
        {
          provide: Reconciler,
          inject: [SettlementTables, CommandBus, Clock],
          useFactory: (tables: SettlementTables, commands: CommandBus, clock: Clock) =>
            new Reconciler(tables, commands, settings, { clock, log }),
        },
        {
          provide: ImportSettlementHandler,
          inject: [PaymentGateway, SettlementTables, Reconciler, Clock],
          useFactory: (
            gateway: PaymentGateway | null,
            tables: SettlementTables,
            reconciler: Reconciler,
            clock: Clock,
          ) => {
            const inUse = gateway === null ? null : { name: config.PAYMENTS, gateway };
            return new ImportSettlementHandler(inUse, tables, reconciler, { clock, log });
          },
        },
        {
          provide: ResolveBreakHandler,
          inject: [Database, Clock],
          useFactory: (database: Database, clock: Clock) => new ResolveBreakHandler(database, clock),
        },
        {
          provide: SettlementWakeUps,
          inject: [Queues, CommandBus, Clock],
          useFactory: (queues: Queues, commands: CommandBus, clock: Clock) =>
            new SettlementWakeUps(queues, commands, config.SETTLEMENT_SWEEP_INTERVAL, { clock, log }),
        },
      ],
      exports: [SettlementWakeUps],
    };
  }
}
