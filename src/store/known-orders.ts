import type { MessageId, OrderId } from '../kernel/ids.js';
import type { IntegrationInput } from '../order/input.js';
import { RecentMap } from '../platform/recent-map.js';
import type { Step } from '../saga/order-writer.js';
import {
  absentOrder,
  type Guess,
  type OrderWrite,
  type ReadAnswer,
  type ReadRequest,
  type StoredOrder,
  Tables,
  type Written,
} from './tables.js';

/** An order as this process wrote it last, with every message that was ever applied to it. */
type Known = { readonly order: StoredOrder; readonly applied: readonly MessageId[] };

// A second's worth at full speed, or two, and 4 MB: whoever has more time than that can afford the read.
const least = 2_000;

/**
 * Tables that needn't be read for orders that this process began and has moved alone since: one round trip instead of two. A checkout is
 * taken for its order's first message. Memory is only ever a guess: the write refuses what has moved since, as it refuses a read that
 * another process has overtaken, and what was refused is read from then on.
 */
export class KnownOrders extends Tables {
  /** Null: not to be guessed at. */
  private readonly orders = new RecentMap<OrderId, Known | null>(least);

  constructor(private readonly tables: Tables) {
    super();
  }

  override async read(requests: readonly ReadRequest[]): Promise<ReadAnswer> {
    const recalled = new Map<OrderId, Known | null>();
    for (const request of requests) {
      const { orderId, guess } = request;
      if (guess === undefined || !recalled.has(orderId)) recalled.set(orderId, this.recall(request));
    }
    const unknown = requests.filter(({ orderId }) => recalled.get(orderId) === null);
    const read = unknown.length === 0 ? null : await this.tables.read(unknown);
    const orders = new Map(read?.orders);
    for (const [orderId, known] of recalled) if (known !== null) orders.set(orderId, known.order);
    const isApplied = (request: ReadRequest): boolean => {
      const known = recalled.get(request.orderId) ?? null;
      return known === null ? read?.isApplied(request) === true : known.applied.includes(request.messageId);
    };
    return { orders, isApplied };
  }

  override async write(writes: readonly OrderWrite[]): Promise<Written> {
    let written: Written = new Map();
    try {
      written = await this.tables.write(writes);
      return written;
    } finally {
      // Until then nobody asks for them: an order is in one batch at a time. Whether a write without an answer was committed, only a
      // read can tell.
      for (const write of writes)
        this.orders.set(
          write.orderId,
          written.has(write.orderId) ? knownAfter(write, this.orders.get(write.orderId)) : null,
        );
    }
  }

  private recall({ orderId, guess }: ReadRequest): Known | null {
    if (guess === undefined) return null;
    const known = this.orders.get(orderId);
    return known === undefined && guess === 'new' ? nothingYet : (known ?? null);
  }
}

const guesses: Readonly<Partial<Record<string, Guess>>> = {
  UserCheckedOut: 'new',
  BasketDeleted: 'known',
  BasketDeletedFailed: 'known',
  OrderCompleted: 'known',
  OrderCancelled: 'known',
} satisfies Record<IntegrationInput['type'], Guess>;

/**
 * Only a neighbour's event is decided on a guess: it always comes to a write, if only that it was ignored, and the write finds a wrong
 * guess out. What can be refused, or be of no consequence without a trace, would be answered from an old state.
 */
export const guessAbout = ({ input, request }: Step): Guess | undefined =>
  request === undefined ? guesses[input.body.type] : undefined;

const nothingYet: Known = { order: absentOrder, applied: [] };

/**
 * Null where it isn't all known: an order from the tables has an inbox from before, also one that another process has moved since we
 * wrote it, and the end of a wait forgets some of it.
 */
function knownAfter({ expected, order, applied, noted }: OrderWrite, before: Known | null | undefined): Known | null {
  if (order.state.status === 'Awaiting') return null;
  const known = expected === 0 ? nothingYet : before;
  return known?.order.version === expected ? { order, applied: [...known.applied, ...applied, ...noted] } : null;
}
