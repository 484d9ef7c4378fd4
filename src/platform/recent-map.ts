/**
 * What was set last, without an end: the latest `least` entries surely, and never more than twice as many. Two generations, the younger of
 * which replaces the older when it's full. To look for the oldest entry instead costs a microsecond each time: a map's keys begin
 * with all that were deleted since it last moved.
 */
export class RecentMap<K, V> {
  private younger = new Map<K, V>();
  private older = new Map<K, V>();

  constructor(private readonly least: number) {}

  get(key: K): V | undefined {
    const value = this.younger.get(key);
    return value === undefined ? this.older.get(key) : value;
  }

  /** @returns whether a new generation has begun with it, and the older one is gone */
  set(key: K, value: V): boolean {
    const isFull = this.younger.size === this.least && !this.younger.has(key);
    if (isFull) {
      this.older = this.younger;
      this.younger = new Map();
    }
    this.younger.set(key, value);
    return isFull;
  }

  clear(): void {
    this.younger = new Map();
    this.older = new Map();
  }
}
