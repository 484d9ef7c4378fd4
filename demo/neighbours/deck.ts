import type { Fate } from './fate.js';
import { type Order, orderFrom } from './plan.js';
import { type Random, shuffled } from './random.js';

/** Deals fates by their weights: a whole deck has each, so a hundred orders have all of them. */
export class Deck {
  #left: Fate[] = [];

  constructor(
    private readonly random: Random,
    private readonly fates: readonly Fate[],
    private readonly paymentMethod: string | null,
  ) {}

  deal(): Order {
    const fate = this.#left.pop() ?? this.#reshuffle();
    return orderFrom(this.random, fate, this.paymentMethod);
  }

  #reshuffle(): Fate {
    const cards = this.fates.flatMap((fate) => Array.from({ length: fate.weight }, () => fate));
    this.#left = [...shuffled(this.random, cards)];
    const top = this.#left.pop();
    if (top === undefined) throw new Error('There is no fate with a weight to deal');
    return top;
  }
}
