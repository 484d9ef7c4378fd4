import { Database } from '../platform/prisma/database.js';
import { type DueTimer, DueTimers } from './due-timers.js';

const after = `wake_at <= now() and ($2::text is null or (wake_at, order_id) > ($2::text::timestamptz, $3::uuid))
  order by wake_at, order_id limit $1`;

const ordersSql = `
select order_id as "orderId", wake_attempt as attempt, wake_at::text as "dueAt",
  case status when 'Awaiting' then 'CheckoutWaitElapsed' else 'TimeoutElapsed' end as kind
from orders where ${after}`;

const paymentsSql = `
select order_id as "orderId", deadline_attempt as attempt, version, wake_at::text as "dueAt", deadline_kind as kind
from payments where ${after}`;

const sqlOf = { orders: ordersSql, payments: paymentsSql } as const;

/** Of orders, or of payments. */
export class PrismaDueTimers extends DueTimers {
  constructor(
    private readonly database: Database,
    private readonly of: 'orders' | 'payments',
  ) {
    super();
  }

  override find(limit: number, after: DueTimer | null): Promise<readonly DueTimer[]> {
    const [dueAt, orderId] = after === null ? [null, null] : [after.dueAt, after.orderId];
    return this.database.client.$queryRawUnsafe<readonly DueTimer[]>(sqlOf[this.of], limit, dueAt, orderId);
  }
}
