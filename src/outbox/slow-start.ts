/**
 * How many publishes may be outstanding: one after a fault, doubling with each confirm. So a message that makes the broker
 * close the channel soon stands alone, where it can be blamed, and the others get through before it.
 */
export class SlowStart {
  private size: number;
  private inside = 0;
  private readonly queue: (() => void)[] = [];

  constructor(private readonly most: number) {
    this.size = most;
  }

  /** Null where there is room at once, as nearly always: thousands a second needn't wait for a turn of theirs. */
  enter(): Promise<void> | null {
    // In turn: whoever waits already goes first.
    if (this.inside < this.size && this.queue.length === 0) {
      this.inside += 1;
      return null;
    }
    return new Promise((resolve) => this.queue.push(resolve));
  }

  leave(): void {
    this.inside -= 1;
    this.admit();
  }

  widen(): void {
    this.size = Math.min(this.most, this.size * 2);
    this.admit();
  }

  narrow(): void {
    this.size = 1;
  }

  private admit(): void {
    while (this.inside < this.size) {
      const next = this.queue.shift();
      if (next === undefined) return;
      this.inside += 1;
      next();
    }
  }
}
