import type { BrokerMessage } from '../../../src/broker/broker.js';

/** A message in the queue, at the place that it keeps however often it's handed out. */
export type Queued = { readonly place: number; readonly message: BrokerMessage; readonly source: string };

export type Taker = { readonly prefetch: number; hand(queued: Queued, redelivered: boolean): void };

/** The service's queue: one active consumer, the others stand by; what a lost one had in hand comes again, in order. */
export class InputQueue {
  private ready: Queued[] = [];
  private lastPlace = 0;
  private readonly takers: Taker[] = [];
  private readonly inHand: Queued[] = [];
  private readonly handedOut = new Set<number>();

  get isEmpty(): boolean {
    return this.ready.length === 0 && this.inHand.length === 0;
  }

  publish(source: string, message: BrokerMessage): void {
    this.lastPlace += 1;
    this.ready.push({ place: this.lastPlace, message, source });
    this.handOut();
  }

  attach(taker: Taker): void {
    this.takers.push(taker);
    this.handOut();
  }

  detach(taker: Taker): void {
    const index = this.takers.indexOf(taker);
    if (index < 0) return;
    this.takers.splice(index, 1);
    if (index > 0) return;
    this.ready = [...this.inHand.splice(0), ...this.ready];
    this.handOut();
  }

  settle(taker: Taker, places: readonly number[]): void {
    if (this.takers[0] !== taker) return;
    const left = this.inHand.filter(({ place }) => !places.includes(place));
    this.inHand.splice(0, this.inHand.length, ...left);
    this.handOut();
  }

  /** Forgets what nobody has in hand. @returns what was lost */
  purge(): readonly Queued[] {
    return this.ready.splice(0);
  }

  private handOut(): void {
    const [active] = this.takers;
    while (active !== undefined && this.inHand.length < active.prefetch) {
      const next = this.ready.shift();
      if (next === undefined) return;
      this.inHand.push(next);
      active.hand(next, this.handedOut.has(next.place));
      this.handedOut.add(next.place);
    }
  }
}
