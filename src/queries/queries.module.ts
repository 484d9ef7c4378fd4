import { Module } from '@nestjs/common';
import { CountOrdersHandler } from './count-orders.js';
import { DeadLetterGroupsHandler } from './dead-letter-groups.js';
import { DescribeStateMachineHandler } from './describe-state-machine.js';
import { GetOrderHandler } from './get-order.js';
import { ListOrdersHandler } from './list-orders.js';
import { OrderStatsHandler } from './order-stats.js';
import { OrderTimelineHandler } from './order-timeline.js';
import { PageOrdersHandler } from './page-orders.js';
import { FindStrayRowsHandler } from './verify/find-stray-rows.js';
import { VerifyOrdersHandler } from './verify/verify-orders.js';

/** One handler per question. Needs `Database` to be provided globally. */
@Module({
  providers: [
    CountOrdersHandler,
    DeadLetterGroupsHandler,
    DescribeStateMachineHandler,
    FindStrayRowsHandler,
    GetOrderHandler,
    ListOrdersHandler,
    OrderStatsHandler,
    OrderTimelineHandler,
    PageOrdersHandler,
    VerifyOrdersHandler,
  ],
})
export class QueriesModule {}
