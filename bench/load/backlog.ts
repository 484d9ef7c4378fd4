import { setTimeout as pause } from 'node:timers/promises';
import type { Neighbours } from './neighbours.js';
import { interleaved, steps } from './three-steps.js';
import { untilCount } from './until-count.js';

// Events of one order so far apart are hardly ever in one batch of the service.
const ordersBetween = 1_000;
// Unconfirmed messages at most.
const window = 2_000;
const askEveryMs = 10;

export type Answered = {
  /** From the first event consumed to the last command in its queue. */
  readonly ms: number;
};

/** Events that wait in the service's queue before it runs. */
export class Backlog {
  /** Message ids of the events. */
  readonly sent = new Set<string>();

  constructor(private readonly neighbours: Neighbours) {}

  /** Resolves when the broker has confirmed the three events of each order. */
  async publish(orders: number): Promise<void> {
    for (const event of interleaved(orders, Math.min(orders, ordersBetween))) {
      this.sent.add(event.messageId);
      this.neighbours.publish(event);
      if (this.sent.size % window === 0) await this.neighbours.channel.waitForConfirms();
    }
    await this.neighbours.channel.waitForConfirms();
    const { financeQueue } = this.neighbours;
    await untilCount('every event waits', () => this.neighbours.waiting(financeQueue), orders * steps.length);
  }

  /** Call it before the service starts. Resolves when a command has come for every event. */
  async untilAnswered(): Promise<Answered> {
    const { financeQueue, commandsQueue } = this.neighbours;
    while ((await this.neighbours.waiting(financeQueue)) === this.sent.size) await pause(askEveryMs);
    const began = performance.now();
    await untilCount('every event is answered', () => this.neighbours.waiting(commandsQueue), this.sent.size);
    return { ms: performance.now() - began };
  }
}
