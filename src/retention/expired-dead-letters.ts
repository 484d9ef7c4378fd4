import type { Database } from '../platform/prisma/database.js';
import type { ExpiredRows } from './expired-rows.js';
import { fullBatches } from './full-batches.js';

// Passed over while an operator's statement holds it: the next sweep takes it.
const batchSql = `
delete from dead_letters where id in (
  select id from dead_letters where resolved_at < now() - $1::float8 * interval '1 millisecond'
  order by resolved_at limit $2 for update skip locked)`;

/** Dead letters that were redriven or discarded. Open ones stay: they are all that there is of their message. */
export class ExpiredDeadLetters implements ExpiredRows {
  readonly kind = 'deadLetters';

  constructor(
    private readonly database: Database,
    private readonly retentionMs: number,
  ) {}

  batches(): AsyncGenerator<number> {
    const { client } = this.database;
    return fullBatches((most) => client.$executeRawUnsafe(batchSql, this.retentionMs, most));
  }
}
