/** Everything that a run leaves to chance, from its seed alone (sfc32). */
export class Chance {
  private a = 0x9e3779b9;
  private b: number;
  private c = 0x243f6a88;
  private counter = 1;

  constructor(seed: number) {
    this.b = seed | 0;
    this.c ^= Math.floor(seed / 2 ** 32);
    // Close seeds start close together: these draws drive them apart.
    for (let draw = 0; draw < 15; draw += 1) this.bits();
  }

  /** From 0 up to 1. */
  next(): number {
    return this.bits() / 2 ** 32;
  }

  happens(probability: number): boolean {
    return probability > 0 && this.next() < probability;
  }

  between(least: number, most: number): number {
    return least + this.next() * (most - least);
  }

  /** A whole number, both ends included. */
  whole(least: number, most: number): number {
    return least + Math.floor(this.next() * (most - least + 1));
  }

  pick<T>(from: readonly T[]): T {
    const picked = from[this.whole(0, from.length - 1)];
    if (picked === undefined) throw new RangeError('There is nothing to pick from');
    return picked;
  }

  /** In the shape of a UUIDv7. */
  uuid(): string {
    const hex = [this.bits(), this.bits(), this.bits(), this.bits()]
      .map((bits) => bits.toString(16).padStart(8, '0'))
      .join('');
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-7${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20)}`;
  }

  private bits(): number {
    const drawn = (this.a + this.b + this.counter) | 0;
    this.counter = (this.counter + 1) | 0;
    this.a = this.b ^ (this.b >>> 9);
    this.b = (this.c + (this.c << 3)) | 0;
    this.c = ((this.c << 21) | (this.c >>> 11)) + drawn;
    return drawn >>> 0;
  }
}
