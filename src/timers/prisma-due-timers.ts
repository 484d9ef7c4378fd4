import { Injectable } from '@nestjs/common';
import { Database } from '../platform/prisma/database.js';
import { type DueTimer, DueTimers } from './due-timers.js';

const dueSql = `
select order_id as "orderId", wake_attempt as attempt, wake_at::text as "dueAt",
  case status when 'Awaiting' then 'CheckoutWaitElapsed' else 'TimeoutElapsed' end as kind
from orders
where wake_at <= now() and ($2::text is null or (wake_at, order_id) > ($2::text::timestamptz, $3::uuid))
order by wake_at, order_id limit $1`;

@Injectable()
export class PrismaDueTimers extends DueTimers {
  constructor(private readonly database: Database) {
    super();
  }

  override find(limit: number, after: DueTimer | null): Promise<readonly DueTimer[]> {
    const [dueAt, orderId] = after === null ? [null, null] : [after.dueAt, after.orderId];
    return this.database.client.$queryRawUnsafe<readonly DueTimer[]>(dueSql, limit, dueAt, orderId);
  }
}
