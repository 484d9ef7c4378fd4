import { type OrderWrite, type ReadAnswer, type ReadRequest, Tables, type Written } from '../../../src/store/tables.js';
import type { MemoryStore } from '../store/memory-store.js';
import { readOrders } from '../store/read-orders.js';
import { untranslatableCharacter } from '../store/sql-fault.js';
import { beginWrite } from '../store/write-orders.js';
import { Claims } from './claims.js';
import type { Line } from './line.js';

export class SimulatedTables extends Tables {
  constructor(
    private readonly store: MemoryStore,
    private readonly line: Line,
    /** Whether the database won't have a write, whoever sends it. */
    private readonly isRefused: (write: OrderWrite) => boolean = () => false,
    private readonly claims = new Claims(),
  ) {
    super();
  }

  override read(requests: readonly ReadRequest[]): Promise<ReadAnswer> {
    return this.line.call('read', () => readOrders(this.store, requests));
  }

  override async write(writes: readonly OrderWrite[]): Promise<Written> {
    const written = await this.line.transact('write', () => {
      if (writes.some(this.isRefused)) throw untranslatableCharacter();
      return beginWrite(this.store, writes);
    });
    this.claims.commit(writes, written);
    return written;
  }
}
