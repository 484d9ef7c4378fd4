import type { Chance } from '../engine/chance.js';
import type { Owner, Scheduler } from '../engine/scheduler.js';
import type { Faults } from '../faults/faults.js';

export type Worker = { readonly owner: Owner; wake(): void };

type Queue = { workers: Worker[]; isWaiting: boolean; everyMs: number | null; ticker: number };

/** BullMQ and what is under it: wake-ups that get lost, come late or twice, and schedulers that vanish. */
export class QueueServer {
  private readonly queues = new Map<string, Queue>();
  private upFrom = 0;
  private tickers = 0;

  constructor(
    private readonly time: Scheduler,
    private readonly chance: Chance,
    private readonly faults: Faults,
  ) {}

  isUp(): boolean {
    return this.time.now >= this.upFrom;
  }

  goDown(ms: number): void {
    this.upFrom = Math.max(this.upFrom, this.time.now + ms);
  }

  /** FLUSHALL: the waiting wake-ups and the schedulers are gone. */
  loseEverything(): void {
    for (const queue of this.queues.values()) {
      queue.isWaiting = false;
      queue.everyMs = null;
      queue.ticker = 0;
    }
  }

  join(name: string, worker: Worker): void {
    const queue = this.queue(name);
    queue.workers.push(worker);
    if (queue.isWaiting) this.deliver(name);
  }

  leave(name: string, worker: Worker): void {
    const queue = this.queue(name);
    queue.workers = queue.workers.filter((other) => other !== worker);
  }

  ring(name: string): void {
    if (this.faults.strikes('wake-up lost')) return;
    if (this.faults.strikes('wake-up doubled')) this.deliver(name);
    this.deliver(name);
  }

  /** As a scheduler that's set again: the newest interval counts. */
  every(name: string, ms: number): void {
    const queue = this.queue(name);
    if (queue.everyMs === ms) return;
    queue.everyMs = ms;
    this.tickers += 1;
    queue.ticker = this.tickers;
    this.tick(name, queue.ticker, ms);
  }

  private tick(name: string, ticker: number, ms: number): void {
    this.time.after(ms, 'tick', null, () => {
      if (this.queue(name).ticker !== ticker) return;
      this.tick(name, ticker, ms);
      if (this.isUp()) this.ring(name);
    });
  }

  private deliver(name: string): void {
    const queue = this.queue(name);
    queue.isWaiting = queue.workers.length === 0;
    if (queue.isWaiting) return;
    const worker = this.chance.pick(queue.workers);
    const late = this.faults.strikes('wake-up late') ? this.chance.between(50, 5_000) : this.chance.between(0.5, 3);
    this.time.after(late, `wake ${name}`, worker.owner, () => worker.wake());
  }

  private queue(name: string): Queue {
    const known = this.queues.get(name);
    if (known !== undefined) return known;
    const queue: Queue = { workers: [], isWaiting: false, everyMs: null, ticker: 0 };
    this.queues.set(name, queue);
    return queue;
  }
}
