import { Module } from '@nestjs/common';
import { CountDeadLettersHandler } from './count-dead-letters.js';
import { CountOrdersHandler } from './count-orders.js';
import { DeadLetterBodyHandler } from './dead-letter-body.js';
import { DeadLetterGroupsHandler } from './dead-letter-groups.js';
import { DescribeStateMachineHandler } from './describe-state-machine.js';
import { GetDeadLetterHandler } from './get-dead-letter.js';
import { GetOrderHandler } from './get-order.js';
import { LedgerAccountsHandler } from './ledger/ledger-accounts.js';
import { OrderLedgerEntriesHandler } from './ledger/order-ledger-entries.js';
import { VerifyLedgerHandler } from './ledger/verify-ledger.js';
import { ListDeadLettersHandler } from './list-dead-letters.js';
import { ListOrdersHandler } from './list-orders.js';
import { OrderStatsHandler } from './order-stats.js';
import { OrderTimelineHandler } from './order-timeline.js';
import { PageOrdersHandler } from './page-orders.js';
import { CountPaymentsHandler } from './payments/count-payments.js';
import { GetPaymentHandler } from './payments/get-payment.js';
import { ListPaymentsHandler } from './payments/list-payments.js';
import { PagePaymentsHandler } from './payments/page-payments.js';
import { PaymentOperationsHandler } from './payments/payment-operations.js';
import { OrderSettlementHandler } from './settlement/order-settlement.js';
import { ReconciliationHandler } from './settlement/reconciliation.js';
import { FindStrayRowsHandler } from './verify/find-stray-rows.js';
import { VerifyOrdersHandler } from './verify/verify-orders.js';

/** One handler per question. Needs `Database` to be provided globally. */
@Module({
  providers: [
    CountDeadLettersHandler,
    CountOrdersHandler,
    CountPaymentsHandler,
    DeadLetterBodyHandler,
    DeadLetterGroupsHandler,
    DescribeStateMachineHandler,
    FindStrayRowsHandler,
    GetDeadLetterHandler,
    GetOrderHandler,
    GetPaymentHandler,
    LedgerAccountsHandler,
    ListDeadLettersHandler,
    ListOrdersHandler,
    ListPaymentsHandler,
    OrderLedgerEntriesHandler,
    OrderSettlementHandler,
    OrderStatsHandler,
    OrderTimelineHandler,
    PageOrdersHandler,
    PagePaymentsHandler,
    PaymentOperationsHandler,
    ReconciliationHandler,
    VerifyLedgerHandler,
    VerifyOrdersHandler,
  ],
})
export class QueriesModule {}
