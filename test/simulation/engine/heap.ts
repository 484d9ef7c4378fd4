/** What comes first: the earlier moment, and of one moment what was scheduled first. */
export type Ordered = { readonly at: number; readonly turn: number };

const isBefore = (one: Ordered, other: Ordered): boolean =>
  one.at < other.at || (one.at === other.at && one.turn < other.turn);

/** A binary heap. */
export class Heap<T extends Ordered> {
  private readonly items: T[] = [];

  get size(): number {
    return this.items.length;
  }

  push(item: T): void {
    const { items } = this;
    let place = items.push(item) - 1;
    while (place > 0) {
      const parent = (place - 1) >> 1;
      const above = items[parent];
      if (above === undefined || !isBefore(item, above)) break;
      items[place] = above;
      place = parent;
    }
    items[place] = item;
  }

  pop(): T | undefined {
    const { items } = this;
    const top = items[0];
    const last = items.pop();
    if (top === undefined || last === undefined || items.length === 0) return top;
    this.sink(last);
    return top;
  }

  private sink(item: T): void {
    const { items } = this;
    let place = 0;
    for (;;) {
      const [left, right] = [items[2 * place + 1], items[2 * place + 2]];
      if (left === undefined) break;
      const [below, lower] =
        right !== undefined && isBefore(right, left) ? [2 * place + 2, right] : [2 * place + 1, left];
      if (!isBefore(lower, item)) break;
      items[place] = lower;
      place = below;
    }
    items[place] = item;
  }
}
