import type { OrderId } from '../kernel/ids.js';

/** A wake-up that has fallen due. */
export type DueTimer = {
  readonly orderId: OrderId;
  /** What it waits for: a checkout, or Basket's answer. */
  readonly kind: 'CheckoutWaitElapsed' | 'TimeoutElapsed';
  /** The attempt that it was set for. */
  readonly attempt: number;
};

/** The port to the orders' wake-ups. */
export abstract class DueTimers {
  /** The longest overdue first, by the database's clock. */
  abstract find(limit: number): Promise<readonly DueTimer[]>;
}
