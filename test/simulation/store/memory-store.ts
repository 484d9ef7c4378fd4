import type { OrderId } from '../../../src/kernel/ids.js';
import { laneCount } from '../../../src/kernel/lane.js';
import { PaymentTables } from './payment-rows.js';
import type { LaneRow, Letter, OrderRows, Pointer, RelayRow } from './rows.js';

const slots = 16;

/**
 * The database: committed rows, one clock. What reads and writes them stands in the other files of this folder, with the
 * semantics of the service's SQL; the differential test holds the two together.
 */
export class MemoryStore {
  readonly orders = new Map<OrderId, OrderRows>();
  readonly outbox = new Map<bigint, Pointer>();
  readonly letters = new Map<string, Letter>();
  readonly lanes: LaneRow[] = Array.from({ length: laneCount }, () => ({ owner: null, token: 0n, until: -Infinity }));
  readonly relays: RelayRow[] = Array.from({ length: slots }, () => ({ instance: null, until: -Infinity }));
  /** The tables of payments and of the ledger: empty with payments off. */
  readonly money = new PaymentTables();
  /** Orders whose rows a transaction under way has locked. */
  readonly locked = new Set<OrderId>();
  private lastId = 0n;

  /** @param time the database's clock, in milliseconds */
  constructor(private readonly time: { readonly now: number }) {}

  get now(): number {
    return this.time.now;
  }

  /** Numbered when it's inserted, not when it's committed. */
  nextId(): bigint {
    this.lastId += 1n;
    return this.lastId;
  }

  pointersOf(orderId: OrderId): readonly Pointer[] {
    return [...this.outbox.values()]
      .filter((pointer) => pointer.orderId === orderId)
      .sort((a, b) => a.sequence - b.sequence);
  }
}
