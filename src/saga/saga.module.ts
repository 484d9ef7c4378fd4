import { Module } from '@nestjs/common';
import { AdvanceOrderHandler } from './advance-order.handler.js';
import { OrderFinanceSaga } from './order-finance.saga.js';
import { UnhandledDeliveries } from './unhandled-deliveries.js';

/** Needs an OrderWriter from a global module. */
@Module({ providers: [OrderFinanceSaga, AdvanceOrderHandler, UnhandledDeliveries] })
export class SagaModule {}
