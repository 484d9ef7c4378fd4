import type { Currency } from '../../src/kernel/currency.js';
import { type Account, balance, type Side } from '../../src/ledger/account.js';
import type { Entry } from '../../src/ledger/entry.js';

type Layer = 'pending' | 'posted';

const effects = {
  posted: { pending: 0n, posted: 1n },
  pending: { pending: 1n, posted: 0n },
  post: { pending: -1n, posted: 1n },
  void: { pending: -1n, posted: 0n },
} as const satisfies Record<Entry['phase'], Record<Layer, bigint>>;

/** The books as a reader of the entries adds them up, apart from the SQL that does the same. */
export class Books {
  readonly currencies = new Set<Currency>();
  /** What is left of each hold, by the operation that authorized it. */
  readonly holds = new Map<string, bigint>();
  private readonly sums = new Map<string, bigint>();

  write(entries: readonly Entry[]): void {
    for (const { phase, amount, account, side, hold } of entries) {
      this.currencies.add(amount.currency);
      for (const layer of ['pending', 'posted'] as const) {
        const effect = effects[phase][layer] * amount.minor;
        for (const column of [account, 'all']) add(this.sums, key(amount.currency, column, layer, side), effect);
      }
      if (hold !== null && side === 'debit') add(this.holds, hold, effects[phase].pending * amount.minor);
    }
  }

  /** Debits less credits of the whole ledger. */
  difference(currency: Currency, layer: Layer): bigint {
    return this.sum(currency, 'all', layer, 'debit') - this.sum(currency, 'all', layer, 'credit');
  }

  /** Over all orders. */
  balance(currency: Currency, account: Account, layer: Layer = 'posted'): bigint {
    const of = (side: Side) => this.sum(currency, account, layer, side);
    return balance(account, { debit: of('debit'), credit: of('credit') });
  }

  private sum(...of: Parameters<typeof key>): bigint {
    return this.sums.get(key(...of)) ?? 0n;
  }
}

const key = (currency: Currency, account: string, layer: Layer, side: Side) => [currency, account, layer, side].join();

const add = (sums: Map<string, bigint>, to: string, amount: bigint) => sums.set(to, (sums.get(to) ?? 0n) + amount);
