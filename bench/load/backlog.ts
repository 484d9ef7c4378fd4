import type { Neighbours } from './neighbours.js';
import { interleaved, steps } from './three-steps.js';
import { untilCount } from './until-count.js';

// Events of one order so far apart are hardly ever in one batch of the service.
const ordersBetween = 1_000;
// Unconfirmed messages at most.
const window = 2_000;

export type Answered = {
  /** From the last command of the warm-up to the last one of all, in their queue. */
  readonly ms: number;
  /** Commands that came in this time. */
  readonly steps: number;
};

/** Events that wait in the service's queue before it runs. */
export class Backlog {
  /** Message ids of the events. */
  readonly sent = new Set<string>();

  constructor(private readonly neighbours: Neighbours) {}

  /** Resolves when the broker has confirmed the three events of each order. */
  async publish(orders: number, paymentMethod: string | null = null): Promise<void> {
    for (const event of interleaved(orders, Math.min(orders, ordersBetween), paymentMethod)) {
      this.sent.add(event.messageId);
      this.neighbours.publish(event);
      if (this.sent.size % window === 0) await this.neighbours.channel.waitForConfirms();
    }
    await this.neighbours.channel.waitForConfirms();
    const { financeQueue } = this.neighbours;
    await untilCount('every event waits', () => this.neighbours.waiting(financeQueue), orders * steps.length);
  }

  /**
   * Call it before the service starts: it then begins cold. Resolves when a command has come for every event.
   * @param warmUp orders' worth of commands that aren't counted
   */
  async untilAnswered(warmUp: number): Promise<Answered> {
    const { commandsQueue } = this.neighbours;
    const waiting = () => this.neighbours.waiting(commandsQueue);
    const first = await untilCount('the service is warm', waiting, warmUp * steps.length);
    const began = performance.now();
    const last = await untilCount('every event is answered', waiting, this.sent.size);
    return { ms: performance.now() - began, steps: last - first };
  }
}
