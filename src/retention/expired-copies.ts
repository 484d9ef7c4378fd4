import type { Database } from '../platform/prisma/database.js';
import type { ExpiredRows } from './expired-rows.js';
import { fullBatches } from './full-batches.js';

// From the front of the queue, which is in order of time: where the front isn't over, nothing is.
const batchSql = `
delete from broker_messages where id in (
  select id from (select id, published_at from broker_messages where queue = $1 order by id limit $2) front
  where published_at < now() - $3::float8 * interval '1 millisecond')`;

/** Copies of dead letters in queues of the embedded broker, which nobody need ever empty. */
export class ExpiredCopies implements ExpiredRows {
  readonly kind = 'copies';

  constructor(
    private readonly database: Database,
    private readonly settings: { readonly queues: readonly string[]; readonly retentionMs: number },
  ) {}

  async *batches(): AsyncGenerator<number> {
    const { queues, retentionMs } = this.settings;
    const { client } = this.database;
    for (const queue of queues)
      yield* fullBatches((most) => client.$executeRawUnsafe(batchSql, queue, most, retentionMs));
  }
}
