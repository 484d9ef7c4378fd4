import type { Chance } from '../engine/chance.js';
import type { Owner, Scheduler } from '../engine/scheduler.js';
import type { Faults } from '../faults/faults.js';
import type { DatabaseServer } from '../servers/database-server.js';
import { connectionLost, deadlock, serializationFailure, silence } from '../store/sql-fault.js';
import type { Transaction } from '../store/write-orders.js';
import { Line } from './line.js';

/** What happens to one call, drawn when it's made. */
type Fortune = {
  readonly thereMs: number;
  readonly backMs: number;
  /** What the caller hears instead of the answer. */
  readonly error: Error | null;
  readonly isDone: boolean;
};

// The pool's own limit: after this long without a word the driver gives the statement up.
const silenceMs = 30_000;

type Around = {
  readonly time: Scheduler;
  readonly chance: Chance;
  readonly faults: Faults;
  readonly server: DatabaseServer;
  /** Told of each call, with the time that it will take: the process may be struck in its course. */
  readonly inCall: (ms: number) => void;
};

/** The way of one process to the database: calls take their time, fail before or after they took effect, or fall silent. */
export class DatabaseLine extends Line {
  constructor(
    private readonly owner: Owner,
    private readonly around: Around,
  ) {
    super();
  }

  override call<T>(what: string, effect: () => T): Promise<T> {
    return this.request(what, (done, failed) => {
      try {
        done(effect());
      } catch (error) {
        failed(error);
      }
    });
  }

  override transact<T>(what: string, begin: () => Transaction<T> | null): Promise<T> {
    const { faults, chance, server } = this.around;
    return this.request(what, (done, failed) => {
      if (faults.strikes('serialization failure')) failed(serializationFailure());
      else if (faults.strikes('deadlock')) failed(deadlock());
      else {
        const isUndone = faults.strikes('statement rolled back, connection lost');
        const commitMs = faults.strikes('slow commit') ? chance.between(20, 3_000) : chance.between(0.2, 2);
        const undoable = isUndone ? asUndone(begin) : begin;
        server.run(
          undoable,
          commitMs,
          (fate, answer) => {
            if (fate === 'committed' && !isUndone) done(answer);
            else failed(connectionLost());
          },
          failed,
        );
      }
    });
  }

  private request<T>(
    what: string,
    arrive: (done: (answer: T) => void, failed: (error: unknown) => void) => void,
  ): Promise<T> {
    const { time, server } = this.around;
    const fortune = this.draw();
    this.around.inCall(fortune.thereMs + fortune.backMs);
    return new Promise((resolve, reject) => {
      const answer = (name: string, deliver: () => void) => {
        time.after(fortune.backMs, `${what} ${name}`, this.owner, deliver);
      };
      const failed = (error: unknown) => answer('failed', () => reject(asError(error)));
      time.after(fortune.thereMs, what, null, () => {
        if (!server.isUp()) failed(connectionLost());
        else if (!fortune.isDone) failed(fortune.error);
        else
          arrive((result) => {
            if (fortune.error === null) answer('answered', () => resolve(result));
            else failed(fortune.error);
          }, failed);
      });
    });
  }

  private draw(): Fortune {
    const { chance, faults, server } = this.around;
    const isSlow = faults.strikes('slow answer') || (server.isSlow() && chance.happens(0.5));
    const thereMs = chance.between(0.1, 1);
    const backMs = isSlow ? chance.between(20, 2_000) : chance.between(0.1, 1);
    const usual = { thereMs, backMs, error: null, isDone: true };
    if (faults.strikes('statement never reached the server'))
      return { ...usual, error: connectionLost(), isDone: false };
    if (faults.strikes('statement committed, answer lost')) return { ...usual, error: connectionLost() };
    if (faults.strikes('connection fell silent', 2 * silenceMs))
      return { ...usual, backMs: silenceMs, error: silence(), isDone: chance.happens(0.5) };
    return usual;
  }
}

const asError = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)));

/** The same work, which its connection's end undoes. */
function asUndone<T>(begin: () => Transaction<T> | null): () => Transaction<T> | null {
  return () => {
    const transaction = begin();
    return transaction === null ? null : { ...transaction, commit: () => transaction.rollBack() };
  };
}
