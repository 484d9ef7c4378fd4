import { setTimeout as pause } from 'node:timers/promises';
import { BenchFailed } from '../part.js';
import type { Neighbours } from './neighbours.js';
import { interleaved, steps } from './three-steps.js';

// Events of one order so far apart are hardly ever in one batch of the service.
const ordersBetween = 1_000;
// Unconfirmed messages at most.
const window = 2_000;
const askEveryMs = 10;
const patienceMs = 60_000;

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
    await this.until('every event waits', () => this.neighbours.waiting(financeQueue), orders * steps.length);
  }

  /** Call it before the service starts. Resolves when a command has come for every event. */
  async untilAnswered(): Promise<Answered> {
    const { financeQueue, commandsQueue } = this.neighbours;
    while ((await this.neighbours.waiting(financeQueue)) === this.sent.size) await pause(askEveryMs);
    const began = performance.now();
    await this.until('every event is answered', () => this.neighbours.waiting(commandsQueue), this.sent.size);
    return { ms: performance.now() - began };
  }

  private async until(what: string, count: () => Promise<number>, wanted: number): Promise<void> {
    let last = 0;
    let progressed = performance.now();
    for (let now = await count(); now < wanted; now = await count()) {
      if (now !== last) progressed = performance.now();
      last = now;
      if (performance.now() - progressed > patienceMs)
        throw new BenchFailed(`No progress until ${what}: ${String(now)} of ${String(wanted)}`);
      await pause(askEveryMs);
    }
  }
}
