import type { OperationKind } from '../../../src/payment/operation.js';
import type { GatewayOperation } from './gateway-operation.js';

/**
 * What really happens to money: what operations ask for, and a hold's rest that goes, its end, a refund that comes back, and what
 * disputes take and bring back.
 */
export type MoneyEffect = {
  readonly kind:
    | OperationKind
    | ('release' | 'expire' | 'refund_failed')
    | ('dispute' | 'dispute_fee' | 'dispute_won' | 'dispute_fee_back');
  readonly order: string;
  readonly key: string;
  readonly amount: bigint;
};

/** Minor units of one order. */
export type Truth = {
  readonly held: bigint;
  readonly captured: bigint;
  readonly refunded: bigint;
  /** Taken back by banks and not won; `chargedBack` is that with the fees. */
  readonly disputed: bigint;
  readonly chargedBack: bigint;
  readonly captures: number;
};

/** The gateway's own books. Only written to: nothing there decides by them, so that a fault of its shows here. */
export class GatewayBooks {
  readonly effects: MoneyEffect[] = [];
  /** All that was ever sent under a key. */
  readonly bodies = new Map<string, Set<string>>();
  calls = 0;

  enter(kind: MoneyEffect['kind'], { order, key }: GatewayOperation, amount: bigint): void {
    this.effects.push({ kind, order, key, amount });
  }

  note(key: string, bytes: string): void {
    this.calls += 1;
    const known = this.bodies.get(key);
    if (known === undefined) this.bodies.set(key, new Set([bytes]));
    else known.add(bytes);
  }

  truthOf(order: string): Truth {
    const own = this.effects.filter((effect) => effect.order === order);
    const sum = (...kinds: readonly MoneyEffect['kind'][]): bigint =>
      own.filter(({ kind }) => kinds.includes(kind)).reduce((total, { amount }) => total + amount, 0n);
    const disputed = sum('dispute') - sum('dispute_won');
    return {
      held: sum('authorize') - sum('capture', 'release', 'void', 'expire'),
      captured: sum('capture'),
      refunded: sum('refund') - sum('refund_failed'),
      disputed,
      chargedBack: disputed + sum('dispute_fee') - sum('dispute_fee_back'),
      captures: own.filter(({ kind }) => kind === 'capture').length,
    };
  }
}
