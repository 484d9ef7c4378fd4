import { setTimeout as pause } from 'node:timers/promises';
import type { Gateway, GatewayTotal } from './gateway.js';
import type { LedgerApi, Position, Standing } from './ledger-api.js';
import { demoCurrency } from './service.js';

export type Moved = { readonly count: number; readonly amount: bigint };

/** Both books at one moment, each about this run alone. */
export type Books = {
  /** What the gateway's books say was done. */
  readonly moved: Readonly<Record<'authorized' | 'captured' | 'voided', Moved>>;
  readonly gateway: Position;
  readonly ledger: Position;
} & Pick<Standing, 'restless'>;

/**
 * `wrong`: the books differ, fewer payments were captured than orders completed, or some payment didn't come to rest.
 * `not compared`: nobody waited for that.
 */
export type Reckoning = {
  readonly books: Books;
  /** Orders that were seen to be completed. */
  readonly completed: number;
  readonly verdict: 'right' | 'wrong' | 'not compared';
};

export type Waiting = {
  readonly completed: number;
  readonly givenUp: AbortSignal;
  readonly patienceMs?: number;
};

/** Ample for the last answer of the gateway; what needs longer has gone wrong. */
const restPatienceMs = 15_000;
const lookAgainMs = 100;
/** How old a look may be for the screen. */
const staleMs = 1_000;

/** Watches money move: by the gateway's own books, and by the service's ledger. */
export class Money {
  #last: { readonly books: Books; readonly at: number } | null = null;

  private constructor(
    private readonly gateway: Pick<Gateway, 'totals'>,
    private readonly ledger: Pick<LedgerApi, 'standing'>,
    private readonly before: Position,
  ) {}

  /** The database may have had payments before: what its ledger says now is none of this run's. */
  static async open(gateway: Pick<Gateway, 'totals'>, ledger: Pick<LedgerApi, 'standing'>): Promise<Money> {
    const { position } = await ledger.standing();
    return new Money(gateway, ledger, position);
  }

  /** As it was at most a second ago. */
  async look(): Promise<Books> {
    const now = performance.now();
    if (this.#last !== null && now - this.#last.at < staleMs) return this.#last.books;
    const books = await this.#read();
    this.#last = { books, at: now };
    return books;
  }

  /** Waits until no payment is under way and the books are right, or have had the time to be. */
  async comeToRest({ completed, givenUp, patienceMs = restPatienceMs }: Waiting): Promise<Reckoning> {
    const deadline = performance.now() + patienceMs;
    for (;;) {
      const books = await this.#read();
      if (isRight(books, completed)) return { books, completed, verdict: 'right' };
      if (givenUp.aborted) return { books, completed, verdict: 'not compared' };
      if (performance.now() > deadline) return { books, completed, verdict: 'wrong' };
      await pause(lookAgainMs, undefined, { signal: givenUp }).catch(() => undefined);
    }
  }

  async #read(): Promise<Books> {
    const [totals, { position, restless }] = await Promise.all([this.gateway.totals(), this.ledger.standing()]);
    return { ...gatewayBooks(totals), ledger: less(position, this.before), restless };
  }
}

const isRight = (books: Books, completed: number): boolean =>
  books.restless.count === 0 &&
  books.moved.captured.count >= completed &&
  differences(books).every(({ by }) => by === 0n);

const less = (a: Position, b: Position): Position => ({
  held: a.held - b.held,
  captured: a.captured - b.captured,
  owed: a.owed - b.owed,
});

function gatewayBooks(totals: readonly GatewayTotal[]): Pick<Books, 'moved' | 'gateway'> {
  const of = (wanted: string): Moved => {
    const found = totals.find(({ kind, currency }) => kind === wanted && currency === demoCurrency);
    return { count: found?.count ?? 0, amount: BigInt(found?.amount ?? 0) };
  };
  const [authorized, captured, voided] = [of('authorize'), of('capture'), of('void')];
  const givenBack = voided.amount + of('release').amount + of('expire').amount;
  return {
    moved: { authorized, captured, voided },
    gateway: {
      held: authorized.amount - captured.amount - givenBack,
      captured: captured.amount,
      owed: captured.amount - of('refund').amount + of('refund_failed').amount,
    },
  };
}

/** What the ledger says more than the gateway, by what it says it of. */
export const differences = ({ gateway, ledger }: Pick<Books, 'gateway' | 'ledger'>) =>
  (['held', 'captured', 'owed'] as const).map((what) => ({ what, by: ledger[what] - gateway[what] }));
