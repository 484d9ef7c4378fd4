import { Module } from '@nestjs/common';
import { PaymentDoor } from '../payments/payment-door.js';
import { LedgerAccountsController } from './ledger-accounts.controller.js';
import { OrderPaymentController } from './order-payment.controller.js';
import { OrderStateMachineController } from './order-state-machine.controller.js';
import { OrdersController } from './orders.controller.js';
import { PaymentCommandsController } from './payment-commands.controller.js';
import { PaymentsController } from './payments.controller.js';
import { ReconciliationController } from './reconciliation.controller.js';

@Module({
  controllers: [
    OrdersController,
    OrderPaymentController,
    PaymentCommandsController,
    PaymentsController,
    LedgerAccountsController,
    ReconciliationController,
    OrderStateMachineController,
  ],
  providers: [PaymentDoor],
})
export class RestModule {}
