import type { Transaction } from '../store/write-orders.js';

/** The way from a process to the database. */
export abstract class Line {
  /** @param effect what the server does, in one go, when the request has arrived */
  abstract call<T>(what: string, effect: () => T): Promise<T>;
  /** @param begin what the server does first; null while it has to wait for a lock */
  abstract transact<T>(what: string, begin: () => Transaction<T> | null): Promise<T>;
}

/** Without a way: for whoever wants to know the tables alone. */
export class DirectLine extends Line {
  override async call<T>(_what: string, effect: () => T): Promise<T> {
    return effect();
  }

  override async transact<T>(what: string, begin: () => Transaction<T> | null): Promise<T> {
    const transaction = begin();
    if (transaction === null) throw new Error(`${what} waits for ever: nobody else is there to give up the lock`);
    transaction.commit();
    return transaction.answer;
  }
}
