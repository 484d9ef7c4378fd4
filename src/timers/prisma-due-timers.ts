import { Injectable } from '@nestjs/common';
import { Database } from '../platform/prisma/database.js';
import { type DueTimer, DueTimers } from './due-timers.js';

const dueSql = `
select order_id as "orderId", wake_attempt as attempt,
  case status when 'Awaiting' then 'CheckoutWaitElapsed' else 'TimeoutElapsed' end as kind
from orders where wake_at <= now() order by wake_at limit $1`;

@Injectable()
export class PrismaDueTimers extends DueTimers {
  constructor(private readonly database: Database) {
    super();
  }

  override find(limit: number): Promise<readonly DueTimer[]> {
    return this.database.client.$queryRawUnsafe<readonly DueTimer[]>(dueSql, limit);
  }
}
