import { type FailedPublish, type FetchRequest, type OutboxRow, OutboxRows } from '../../../src/outbox/outbox-rows.js';
import type { FreshMessages } from '../../../src/platform/fresh-messages.js';

/** A simulated outbox as PrismaOutboxRows reads it: pointers from the table, and their messages from memory where they are there. */
export class FreshRows extends OutboxRows {
  constructor(
    private readonly table: OutboxRows,
    private readonly fresh: FreshMessages,
  ) {
    super();
  }

  override async fetch(request: FetchRequest): Promise<readonly OutboxRow[]> {
    try {
      const rows = await this.table.fetch(request);
      return rows.map((row) => ({ ...row, ...this.fresh.take(row) }));
    } catch (error) {
      this.fresh.clear();
      throw error;
    }
  }

  override remove(ids: readonly bigint[]): Promise<void> {
    return this.table.remove(ids);
  }

  override fail(failed: FailedPublish): Promise<void> {
    return this.table.fail(failed);
  }
}
