import type { OrderId } from '../kernel/ids.js';

/** A wake-up that has fallen due. */
export type DueTimer = {
  readonly orderId: OrderId;
  /** What it waits for: a checkout, or Basket's answer. */
  readonly kind: 'CheckoutWaitElapsed' | 'TimeoutElapsed';
  /** The attempt that it was set for. */
  readonly attempt: number;
  /** When it fell due, as the database writes it: for `find` only. */
  readonly dueAt: string;
};

/** The port to the orders' wake-ups. */
export abstract class DueTimers {
  /**
   * The longest overdue first, by the database's clock.
   * @param after only those that come after this one
   */
  abstract find(limit: number, after: DueTimer | null): Promise<readonly DueTimer[]>;
}
