import type { Life } from './life.js';
import { claimOf } from './plan.js';
import { textOrNull } from './payload.js';
import type { Post } from './post.js';
import type { Script } from './script.js';
import type { IncomingCommand } from './wire.js';

export const basketQueues = ['basket-place-order'] as const;

/**
 * Deletes the basket of a placed order: `DEL basket:{id}` in its Redis, and says whether there was one.
 * A second PlaceOrderCommand after a success finds nothing any more and is answered with Failed.
 */
export class Basket {
  /** Its Redis: the orders whose basket is there. */
  readonly #baskets = new Set<string>();
  readonly #asked = new Map<string, number>();

  constructor(
    private readonly post: Post,
    private readonly script: Script,
    private readonly failed: (error: unknown) => void,
  ) {}

  async open(): Promise<void> {
    await this.post.listen('basket-place-order', ['PlaceOrderCommand'], (command, life) => {
      this.#placeOrder(command, life).catch(this.failed);
      this.script.received(life, 'Basket', 'PlaceOrderCommand');
    });
  }

  /** The customer has filled a basket. */
  fill({ order }: Life): void {
    if (order.fate.basket.finds === 'the basket') this.#baskets.add(order.id);
  }

  forget(orderId: string): void {
    this.#baskets.delete(orderId);
    this.#asked.delete(orderId);
  }

  async #placeOrder({ data }: IncomingCommand, life: Life): Promise<void> {
    const { id, fate } = life.order;
    const attempt = (this.#asked.get(id) ?? 0) + 1;
    this.#asked.set(id, attempt);
    const { answersFrom } = fate.basket;
    if (answersFrom === 'never' || attempt < answersFrom) return;
    const event = this.#baskets.delete(id)
      ? 'BasketDeletedCompleteIntegrationEvent'
      : 'BasketDeletedFailedIntegrationEvent';
    // The customer's address in the answer is the one that the command brought.
    await this.post.send(life, event, { claim: { ...claimOf(life.order), email: textOrNull(data['email']) } });
  }
}
