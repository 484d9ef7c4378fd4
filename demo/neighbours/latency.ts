/** Milliseconds at which half and 99 of a hundred are done; null while nothing has been measured. */
export type Percentiles = { readonly p50: number | null; readonly p99: number | null };

// Buckets that grow by 2 %: exact enough for a percentile, and a day's run needs no more memory than a minute's.
const growth = Math.log(1.02);

export class Latencies {
  readonly #counts = new Map<number, number>();
  #total = 0;

  add(milliseconds: number): void {
    const bucket = Math.ceil(Math.log(Math.max(milliseconds, 0.01)) / growth);
    this.#counts.set(bucket, (this.#counts.get(bucket) ?? 0) + 1);
    this.#total += 1;
  }

  percentiles(): Percentiles {
    const buckets = [...this.#counts.entries()].sort(([a], [b]) => a - b);
    return { p50: this.#at(0.5, buckets), p99: this.#at(0.99, buckets) };
  }

  #at(share: number, buckets: readonly (readonly [number, number])[]): number | null {
    const rank = Math.ceil(share * this.#total);
    let seen = 0;
    for (const [bucket, count] of buckets) {
      seen += count;
      if (seen >= rank && rank > 0) return Math.exp(bucket * growth);
    }
    return null;
  }
}
