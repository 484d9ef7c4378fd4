import type { OrderId } from '../../../src/kernel/ids.js';
import { type OrderWrite, type ReadAnswer, type ReadRequest, Tables } from '../../../src/store/tables.js';
import type { MemoryStore } from '../store/memory-store.js';
import { readOrders } from '../store/read-orders.js';
import { untranslatableCharacter } from '../store/sql-fault.js';
import { beginWrite } from '../store/write-orders.js';
import type { Line } from './line.js';

export class SimulatedTables extends Tables {
  constructor(
    private readonly store: MemoryStore,
    private readonly line: Line,
    /** Whether the database won't have a write, whoever sends it. */
    private readonly isRefused: (write: OrderWrite) => boolean = () => false,
  ) {
    super();
  }

  override read(requests: readonly ReadRequest[]): Promise<ReadAnswer> {
    return this.line.call('read', () => readOrders(this.store, requests));
  }

  override write(writes: readonly OrderWrite[]): Promise<ReadonlySet<OrderId>> {
    return this.line.transact('write', () => {
      if (writes.some(this.isRefused)) throw untranslatableCharacter();
      return beginWrite(this.store, writes);
    });
  }
}
