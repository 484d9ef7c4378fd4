import type { Database } from '../platform/prisma/database.js';
import type { ExpiredRows } from './expired-rows.js';
import { fullBatches } from './full-batches.js';

const batchSql = `
delete from payment_requests where key in (
  select key from payment_requests where answered_at < now() - $1::float8 * interval '1 millisecond' order by answered_at limit $2)`;

/**
 * Answers to people's commands, with their idempotency keys. What was done isn't done again all the same: the key names a message
 * in its order's inbox, which stays as long as the order. What was refused did nothing, and is decided anew.
 */
export class ExpiredAnswers implements ExpiredRows {
  readonly kind = 'answers';

  constructor(
    private readonly database: Database,
    private readonly retentionMs: number,
  ) {}

  batches(): AsyncGenerator<number> {
    const { client } = this.database;
    return fullBatches((most) => client.$executeRawUnsafe(batchSql, this.retentionMs, most));
  }
}
