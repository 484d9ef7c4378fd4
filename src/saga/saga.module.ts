import { Module } from '@nestjs/common';
import { AdvanceOrderHandler } from './advance-order.handler.js';
import { OrderFinanceSaga } from './order-finance.saga.js';
import { RepublishMessagesHandler } from './republish-messages.handler.js';
import { UnhandledDeliveries } from './unhandled-deliveries.js';

/** Needs an OrderWriter and SentMessages from a global module. */
@Module({ providers: [OrderFinanceSaga, AdvanceOrderHandler, RepublishMessagesHandler, UnhandledDeliveries] })
export class SagaModule {}
