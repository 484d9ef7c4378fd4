import { Module } from '@nestjs/common';
import { AdvanceOrderHandler } from './advance-order.handler.js';
import { DiscardDeadLettersHandler } from './discard-dead-letters.js';
import { OperatePaymentHandler } from './operate-payment.handler.js';
import { OrderFinanceSaga } from './order-finance.saga.js';
import { RedriveDeadLettersHandler } from './redrive-dead-letters.handler.js';
import { RepublishMessagesHandler } from './republish-messages.handler.js';
import { UnhandledDeliveries } from './unhandled-deliveries.js';

/** Needs OrderWriter, CommandAnswers, SentMessages, OpenLetters and Redelivery from global modules. */
@Module({
  providers: [
    OrderFinanceSaga,
    AdvanceOrderHandler,
    DiscardDeadLettersHandler,
    OperatePaymentHandler,
    RedriveDeadLettersHandler,
    RepublishMessagesHandler,
    UnhandledDeliveries,
  ],
})
export class SagaModule {}
