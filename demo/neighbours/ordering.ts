import type { Basket } from './basket.js';
import type { Lives } from './lives.js';
import type { Order } from './plan.js';
import type { Post } from './post.js';
import type { Script } from './script.js';

export const orderingQueues = ['basket-checkout-complete', 'basket-checkout-failed'] as const;

/** Takes the customers' orders, and says when one is checked out, completed or cancelled. */
export class Ordering {
  readonly #deleted = new Set<string>();

  constructor(
    private readonly post: Post,
    private readonly script: Script,
    private readonly lives: Lives,
  ) {}

  async open(): Promise<void> {
    // The deleted basket is only logged there; completing is somebody's request afterwards, which the fate's step stands for.
    await this.post.listen('basket-checkout-complete', ['DeleteBasketCompleteCommand'], (_command, life) => {
      this.script.received(life, 'Ordering', 'DeleteBasketCompleteCommand');
    });
    await this.post.listen('basket-checkout-failed', ['DeleteBasketFailedCommand'], (_command, life) => {
      this.#deleted.add(life.order.id);
      this.script.received(life, 'Ordering', 'DeleteBasketFailedCommand');
    });
  }

  /** A customer orders: the basket is there, and the checkout goes out, along with what overtakes it. */
  place(order: Order, basket: Basket): void {
    const life = this.lives.begin(order);
    basket.fill(life);
    this.script.begin(life);
  }

  /** Soft-deleted because the basket could not be deleted. */
  isDeleted(orderId: string): boolean {
    return this.#deleted.has(orderId);
  }

  forget(orderId: string): void {
    this.#deleted.delete(orderId);
  }
}
