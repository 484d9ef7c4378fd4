type Sample = { readonly atMs: number; readonly count: number };

const windowMs = 5_000;

/** A rate over the last seconds. */
export class Throughput {
  #samples: Sample[] = [{ atMs: 0, count: 0 }];

  /** Notes how many there are by now, and tells how many came a second. */
  of(count: number, atMs: number): number {
    this.#samples.push({ atMs, count });
    while ((this.#samples[1]?.atMs ?? atMs) <= atMs - windowMs) this.#samples.shift();
    const [first] = this.#samples;
    return first === undefined || first.atMs === atMs ? 0 : (1_000 * (count - first.count)) / (atMs - first.atMs);
  }
}
