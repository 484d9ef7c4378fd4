import { type WakeQueue, WakeQueues, type WakeWorker } from '../../../src/platform/wake-queues.js';
import type { Chance } from '../engine/chance.js';
import type { Owner, Scheduler } from '../engine/scheduler.js';
import type { QueueServer, Worker } from '../servers/queue-server.js';

type Around = { readonly time: Scheduler; readonly chance: Chance; readonly server: QueueServer };

class QueueOutOfReach extends Error {
  readonly code = 'QUEUE.NOT_READY';
}

/** Calls its work for one wake-up at a time, and once more for all that came meanwhile. */
class QueueWorker implements Worker {
  private isRunning = false;
  private isWanted = false;

  constructor(
    readonly owner: Owner,
    private readonly work: () => Promise<void>,
  ) {}

  wake(): void {
    this.isWanted = true;
    if (!this.isRunning) void this.run();
  }

  private async run(): Promise<void> {
    this.isRunning = true;
    while (this.isWanted) {
      this.isWanted = false;
      await this.work();
    }
    this.isRunning = false;
  }
}

export class SimulatedQueues extends WakeQueues {
  private readonly workers: [string, Worker][] = [];

  constructor(
    private readonly owner: Owner,
    private readonly around: Around,
  ) {
    super();
  }

  override open(name: string): WakeQueue {
    const { server } = this.around;
    return {
      ring: () => this.send('ring', () => server.ring(name)),
      every: (ms) => this.send('every', () => server.every(name, ms)),
      remove: async () => {},
      close: async () => {},
    };
  }

  override work(name: string, work: () => Promise<void>): WakeWorker {
    const worker = new QueueWorker(this.owner, work);
    this.workers.push([name, worker]);
    this.around.server.join(name, worker);
    return { close: async () => this.around.server.leave(name, worker) };
  }

  /** The process has died. */
  kill(): void {
    for (const [name, worker] of this.workers) this.around.server.leave(name, worker);
  }

  private send(what: string, effect: () => void): Promise<void> {
    const { time, chance, server } = this.around;
    return new Promise((resolve, reject) => {
      time.after(chance.between(0.1, 1), what, null, () => {
        const isUp = server.isUp();
        if (isUp) effect();
        time.after(chance.between(0.1, isUp ? 1 : 5_000), `${what} answered`, this.owner, () => {
          if (isUp) resolve();
          else reject(new QueueOutOfReach('The queue is out of reach'));
        });
      });
    });
  }
}
