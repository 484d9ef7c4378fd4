import type { Truth } from '../../gateway/simulator-process.js';

/** What the gateway's books say of one order. Amounts in minor units. */
export type OrderTruth = {
  readonly held: bigint;
  readonly captured: bigint;
  readonly refunded: bigint;
  readonly captures: number;
  /** Operations that had the same effect more than once. */
  readonly doubled: readonly string[];
};

type Effects = Truth['effects'];

/** By order. */
export function truthByOrder({ effects }: Pick<Truth, 'effects'>): ReadonlyMap<string, OrderTruth> {
  const groups = new Map<string, Effects[number][]>();
  for (const effect of effects) {
    const group = groups.get(effect.order);
    if (group === undefined) groups.set(effect.order, [effect]);
    else group.push(effect);
  }
  return new Map([...groups].map(([orderId, own]) => [orderId, truthOf(own)]));
}

export function truthOf(effects: Effects): OrderTruth {
  const sum = (...kinds: readonly string[]): bigint =>
    effects.reduce((total, { kind, amount }) => (kinds.includes(kind) ? total + BigInt(amount) : total), 0n);
  const names = effects.map(({ kind, key }) => `${kind} ${key}`);
  return {
    held: sum('authorize') - sum('capture', 'release', 'void', 'expire'),
    captured: sum('capture'),
    refunded: sum('refund') - sum('refund_failed'),
    captures: effects.filter(({ kind }) => kind === 'capture').length,
    doubled: [...new Set(names.filter((name, index) => names.indexOf(name) !== index))],
  };
}
