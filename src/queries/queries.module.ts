import { Module } from '@nestjs/common';
import { CountDeadLettersHandler } from './count-dead-letters.js';
import { CountOrdersHandler } from './count-orders.js';
import { DeadLetterBodyHandler } from './dead-letter-body.js';
import { DeadLetterGroupsHandler } from './dead-letter-groups.js';
import { DescribeStateMachineHandler } from './describe-state-machine.js';
import { GetDeadLetterHandler } from './get-dead-letter.js';
import { GetOrderHandler } from './get-order.js';
import { VerifyLedgerHandler } from './ledger/verify-ledger.js';
import { ListDeadLettersHandler } from './list-dead-letters.js';
import { ListOrdersHandler } from './list-orders.js';
import { OrderStatsHandler } from './order-stats.js';
import { OrderTimelineHandler } from './order-timeline.js';
import { PageOrdersHandler } from './page-orders.js';
import { FindStrayRowsHandler } from './verify/find-stray-rows.js';
import { VerifyOrdersHandler } from './verify/verify-orders.js';

/** One handler per question. Needs `Database` to be provided globally. */
@Module({
  providers: [
    CountDeadLettersHandler,
    CountOrdersHandler,
    DeadLetterBodyHandler,
    DeadLetterGroupsHandler,
    DescribeStateMachineHandler,
    FindStrayRowsHandler,
    GetDeadLetterHandler,
    GetOrderHandler,
    ListDeadLettersHandler,
    ListOrdersHandler,
    OrderStatsHandler,
    OrderTimelineHandler,
    PageOrdersHandler,
    VerifyLedgerHandler,
    VerifyOrdersHandler,
  ],
})
export class QueriesModule {}
