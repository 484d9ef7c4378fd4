import { TransientMap } from '../platform/transient.js';

/**
 * Deliveries in hand, in the order in which they were handed on. Only the settled ones at its front may be acknowledged:
 * an acknowledgement with `multiple` takes everything before it along, and what is behind an unsettled one
 * must come again after it, in order.
 */
export class SettledPrefix<Key> {
  private readonly settledByKey = new TransientMap<Key, boolean>();

  get size(): number {
    return this.settledByKey.size;
  }

  add(key: Key): void {
    this.settledByKey.set(key, false);
  }

  /** Does nothing for one that isn't in hand (any more). */
  settle(key: Key): void {
    if (this.settledByKey.has(key)) this.settledByKey.set(key, true);
  }

  keys(): Key[] {
    return [...this.settledByKey.keys()];
  }

  /** Takes out the settled ones at the front, oldest first. */
  take(): Key[] {
    const taken: Key[] = [];
    for (const [key, settled] of this.settledByKey) {
      if (!settled) break;
      taken.push(key);
    }
    for (const key of taken) this.settledByKey.delete(key);
    return taken;
  }
}
