import { setTimeout as pause } from 'node:timers/promises';
import { randomFrom } from '../../demo/neighbours/random.js';
import { gate } from '../store/gate.js';
import type { Neighbours } from './neighbours.js';
import type { Progress } from './progress.js';
import type { RefundDesk } from './refund-desk.js';
import { poisonFrom, type Story, storyFrom } from './story.js';

// What two cores carry beside the faults: the flow waits while so much is unapplied.
const mostUnapplied = 150;
const lookAgainAfterMs = 50;
const poisonShare = 0.02;

/** Orders that keep coming, each the same for the same seed and number. */
export class Flow {
  orders = 0;
  private readonly stopping = new AbortController();
  private readonly stories = new Set<Promise<void>>();
  private running: Promise<void> = Promise.resolve();
  private held: Promise<void> | null = null;

  constructor(
    private readonly neighbours: Neighbours,
    private readonly desk: RefundDesk,
    private readonly progress: Progress,
    private readonly settings: { readonly seed: number; readonly rate: number },
  ) {}

  start(): void {
    this.running = this.run();
  }

  /** Ends with the stories that are begun: every one is told to its end. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await this.running;
    await Promise.all(this.stories);
  }

  /** Nothing is said while `work` goes on. */
  async holdDuring(work: () => Promise<void>): Promise<void> {
    const { opened, open } = gate();
    this.held = opened;
    try {
      await work();
    } finally {
      this.held = null;
      open();
    }
  }

  private async run(): Promise<void> {
    while (!this.stopping.signal.aborted) {
      if (this.progress.size < mostUnapplied && this.held === null) this.begin();
      await pause(this.progress.size < mostUnapplied ? 1_000 / this.settings.rate : lookAgainAfterMs);
    }
  }

  private begin(): void {
    this.orders += 1;
    const random = randomFrom(this.settings.seed * 1_000_003 + this.orders);
    const told = random() < poisonShare ? this.poison(random) : this.tell(storyFrom(random));
    this.stories.add(told);
    void told.finally(() => this.stories.delete(told));
  }

  private async tell({ orderId, lines, wish }: Story): Promise<void> {
    for (const { afterMs, exchange, message } of lines) {
      await pause(afterMs);
      await this.held;
      await this.neighbours.say(orderId, exchange, message);
      this.progress.expect({ orderId, messageId: message.messageId ?? '' });
    }
    if (wish !== null) await this.desk.refund(orderId, wish);
  }

  private async poison(random: () => number): Promise<void> {
    const { exchange, message } = poisonFrom(random);
    await this.held;
    await this.neighbours.poisonWith(exchange, message);
    this.progress.expect({ orderId: null, messageId: message.messageId ?? '' });
  }
}
