const least = 64;

/**
 * A map whose entries come and go by the thousand while it stays. V8's own grows into a new table now and then, and the old table points to the
 * new one. Once one of them is in the old generation, where only a major collection finds it dead, it keeps its successors alive, and
 * they theirs, with whatever each of them held at its end: a service that keeps nothing fills the old generation with what it has done.
 * So this one moves to a new map from time to time.
 */
export class TransientMap<K, V> {
  private entries = new Map<K, V>();
  private untilRenewed = least;

  get size(): number {
    return this.entries.size;
  }

  has(key: K): boolean {
    return this.entries.has(key);
  }

  get(key: K): V | undefined {
    return this.entries.get(key);
  }

  set(key: K, value: V): void {
    if (this.untilRenewed === 0) {
      this.entries = new Map(this.entries);
      this.untilRenewed = Math.max(least, this.entries.size);
    }
    this.untilRenewed -= 1;
    this.entries.set(key, value);
  }

  delete(key: K): void {
    this.entries.delete(key);
  }

  /** The oldest come first. What is set meanwhile may not be among them. */
  keys(): Iterable<K> {
    return this.entries.keys();
  }

  values(): Iterable<V> {
    return this.entries.values();
  }

  [Symbol.iterator](): Iterator<readonly [K, V]> {
    return this.entries.entries();
  }

  clear(): void {
    this.entries = new Map();
    this.untilRenewed = least;
  }
}

/** The same for a set. */
export class TransientSet<T> {
  private readonly entries = new TransientMap<T, true>();

  get size(): number {
    return this.entries.size;
  }

  has(value: T): boolean {
    return this.entries.has(value);
  }

  add(value: T): void {
    this.entries.set(value, true);
  }

  delete(value: T): void {
    this.entries.delete(value);
  }

  [Symbol.iterator](): Iterator<T> {
    return this.entries.keys()[Symbol.iterator]();
  }
}
