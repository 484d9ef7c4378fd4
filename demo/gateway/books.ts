import type { Kind, Operation } from './operation.js';

/**
 * What can really happen to money here, beside what operations ask for: a hold ends, a refund comes back, and a bank takes a
 * capture back, or has to give it back again.
 */
export type EffectKind = Kind | 'release' | 'expire' | 'refund_failed' | 'dispute' | 'dispute_won';

export type Effect = {
  readonly kind: EffectKind;
  readonly operation: Operation;
  readonly amount: bigint;
  /** Beside the amount, of disputes: what the gateway takes for itself, or gives back. */
  readonly fee: bigint;
  readonly at: Date;
};

/**
 * The ground truth: every effect on money, in the order in which it happened, and how often each operation was sent.
 * Nothing else of the gateway reads it to decide, so that a fault there shows here.
 */
export class Books {
  private readonly entries: Effect[] = [];
  private readonly tries = new Map<string, number>();

  get effects(): readonly Effect[] {
    return this.entries;
  }

  enter({ fee = 0n, ...effect }: Omit<Effect, 'fee'> & { readonly fee?: bigint }): void {
    this.entries.push({ ...effect, fee });
  }

  /** @returns how many tries of this key there have been, with this one */
  countTry(key: string): number {
    const count = (this.tries.get(key) ?? 0) + 1;
    this.tries.set(key, count);
    return count;
  }

  /** Per kind and currency, what the effects add up to, in minor units. */
  totals() {
    const totals = new Map<string, { kind: EffectKind; currency: string; count: number; amount: bigint }>();
    for (const { kind, operation, amount } of this.entries) {
      const { currency } = operation;
      const before = totals.get(`${kind} ${currency}`) ?? { kind, currency, count: 0, amount: 0n };
      totals.set(`${kind} ${currency}`, { ...before, count: before.count + 1, amount: before.amount + amount });
    }
    return [...totals.values()].map((total) => ({ ...total, amount: total.amount.toString() }));
  }

  truth(order: string | null) {
    return {
      tries: Object.fromEntries(this.tries),
      effects: this.entries
        .filter(({ operation }) => order === null || operation.order === order)
        .map(({ kind, operation, amount, fee, at }) => ({
          kind,
          key: operation.key,
          order: operation.order,
          reference: operation.id,
          amount: amount.toString(),
          fee: fee.toString(),
          currency: operation.currency,
          at: at.toISOString(),
        })),
    };
  }
}
