import { Module } from '@nestjs/common';
import { AdvanceOrderHandler } from './advance-order.handler.js';
import { DiscardDeadLettersHandler } from './discard-dead-letters.js';
import { OrderFinanceSaga } from './order-finance.saga.js';
import { RedriveDeadLettersHandler } from './redrive-dead-letters.handler.js';
import { RepublishMessagesHandler } from './republish-messages.handler.js';
import { UnhandledDeliveries } from './unhandled-deliveries.js';

/** Needs OrderWriter, SentMessages, OpenLetters and Redelivery from global modules. */
@Module({
  providers: [
    OrderFinanceSaga,
    AdvanceOrderHandler,
    DiscardDeadLettersHandler,
    RedriveDeadLettersHandler,
    RepublishMessagesHandler,
    UnhandledDeliveries,
  ],
})
export class SagaModule {}
