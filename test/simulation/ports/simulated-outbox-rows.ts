import { type FailedPublish, type FetchRequest, type OutboxRow, OutboxRows } from '../../../src/outbox/outbox-rows.js';
import type { MemoryStore } from '../store/memory-store.js';
import { failRow, fetchRows, removeRows } from '../store/outbox-table.js';
import { Claims } from './claims.js';
import type { Line } from './line.js';

export class SimulatedOutboxRows extends OutboxRows {
  constructor(
    private readonly store: MemoryStore,
    private readonly line: Line,
    private readonly claims = new Claims(),
  ) {
    super();
  }

  override async fetch(request: FetchRequest): Promise<readonly OutboxRow[]> {
    const rows = await this.line.call('fetch', () => fetchRows(this.store, request));
    this.claims.fetch(request.instance, rows);
    return rows;
  }

  override remove(ids: readonly bigint[]): Promise<void> {
    return this.line.call('remove', () => {
      this.claims.remove(ids);
      removeRows(this.store, ids);
    });
  }

  override fail(failed: FailedPublish): Promise<void> {
    return this.line.call('fail', () => failRow(this.store, failed));
  }
}
