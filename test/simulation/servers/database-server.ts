import type { Scheduler } from '../engine/scheduler.js';
import { connectionLost } from '../store/sql-fault.js';
import type { Transaction } from '../store/write-orders.js';

/** How a transaction ended for the server. */
type Fate = 'committed' | 'rolled back';

type Waiting = { readonly tryAgain: () => boolean; readonly refuse: (error: unknown) => void };

/** What of the database server isn't rows: whether it's up, who waits for a lock, what is under way when it goes down. */
export class DatabaseServer {
  private upFrom = 0;
  private slowUntil = 0;
  /** Counts its restarts: what was begun before one is rolled back by it. */
  private life = 0;
  private waiting: Waiting[] = [];
  private readonly underWay = new Set<() => void>();

  constructor(private readonly time: Scheduler) {}

  isUp(): boolean {
    return this.time.now >= this.upFrom;
  }

  isSlow(): boolean {
    return this.time.now < this.slowUntil;
  }

  /** Every other statement takes long for a while. */
  slowDown(ms: number): void {
    this.slowUntil = Math.max(this.slowUntil, this.time.now + ms);
  }

  /** Rolls back what is under way, and answers nobody for a while. */
  restart(downMs: number): void {
    this.life += 1;
    this.upFrom = Math.max(this.upFrom, this.time.now + downMs);
    for (const { refuse } of this.waiting.splice(0)) refuse(connectionLost());
    for (const rollBack of [...this.underWay]) rollBack();
  }

  /**
   * Runs a transaction to its end, when its locks are free.
   * @param commitMs how long until what it did is seen
   * @param ended told its fate, unless it's refused
   */
  run<T>(
    begin: () => Transaction<T> | null,
    commitMs: number,
    ended: (fate: Fate, answer: T) => void,
    refused: (error: unknown) => void,
  ): void {
    const attempt = (): boolean => {
      let transaction: Transaction<T> | null;
      try {
        transaction = begin();
      } catch (error) {
        refused(error);
        return true;
      }
      if (transaction !== null) this.commitLater(transaction, commitMs, ended);
      return transaction !== null;
    };
    if (!attempt()) this.waiting.push({ tryAgain: attempt, refuse: refused });
  }

  private commitLater<T>(transaction: Transaction<T>, commitMs: number, ended: (fate: Fate, answer: T) => void): void {
    const finish = (fate: Fate) => {
      this.underWay.delete(rollBack);
      if (fate === 'committed') transaction.commit();
      else transaction.rollBack();
      ended(fate, transaction.answer);
      this.wakeWaiting();
    };
    const rollBack = () => finish('rolled back');
    const { life } = this;
    this.underWay.add(rollBack);
    this.time.after(commitMs, 'commit', null, () => {
      if (life === this.life) finish('committed');
    });
  }

  private wakeWaiting(): void {
    const waiting = this.waiting;
    this.waiting = [];
    for (const one of waiting) if (!one.tryAgain()) this.waiting.push(one);
  }
}
