import type { OrderId } from '../kernel/ids.js';
import type { Deadline } from '../payment/input.js';

/** A wake-up that has fallen due. */
export type DueTimer = {
  readonly orderId: OrderId;
  /** What it waits for: a checkout, Basket's answer, or what a payment needs. */
  readonly kind: 'CheckoutWaitElapsed' | 'TimeoutElapsed' | Deadline['kind'];
  /** The attempt that it was set for. */
  readonly attempt: number;
  /**
   * Of a payment's deadline, the order's version in which it was found: the same one may be set again in the same attempt, and
   * the name of the one before would be taken.
   */
  readonly version?: number;
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
