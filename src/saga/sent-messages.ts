import type { OrderId } from '../kernel/ids.js';

/** Which messages are meant: all of one order, or all that were decided on from `from` on and before `to`. */
export type MessageSelection = { readonly orderId: OrderId } | { readonly from: Date; readonly to: Date };

/** A message by its place among those of its order. */
export type MessageKey = { readonly orderId: OrderId; readonly sequence: number };

/** `republished` go out again, with the same ids and bytes; `waiting` go out anyway. */
export type Republished = { readonly republished: number; readonly waiting: number };

/** The port to the messages that are kept after they were sent. */
export abstract class SentMessages {
  /** What the selection holds, a page at a time: never more than a page is in memory. */
  abstract pages(selection: MessageSelection): AsyncIterable<readonly MessageKey[]>;

  /**
   * Has the relays send these again, each order's in the order of their sequence, and before what of the order is behind them
   * and still waits to go out. What waits already stays. One transaction.
   */
  abstract republish(keys: readonly MessageKey[]): Promise<Republished>;

  /** What `republish` would come to now. */
  abstract count(keys: readonly MessageKey[]): Promise<Republished>;
}
