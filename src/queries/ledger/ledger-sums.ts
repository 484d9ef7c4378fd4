import { balanceNames, type LedgerRule } from './invariants.js';

const names = [...balanceNames, 'owed', 'due'] as const;
type Name = (typeof names)[number];

/** What a range of orders adds up to in a currency, in minor units; as texts, since a sum of bigints is a numeric. */
export type SumsRow = Readonly<Record<Name, string>> & { readonly currency: string };

/** By currency: all balances' four sums, what the gateway owes by them, and what is due by what the payments say. */
export type LedgerSums = ReadonlyMap<string, Readonly<Record<Name, bigint>>>;

const none: Readonly<Record<Name, bigint>> = {
  ...{ debits_pending: 0n, credits_pending: 0n, debits_posted: 0n, credits_posted: 0n },
  ...{ owed: 0n, due: 0n },
};

export function addSums(sums: LedgerSums, rows: readonly SumsRow[]): LedgerSums {
  const added = new Map(sums);
  for (const { currency, ...more } of rows) {
    const before = added.get(currency) ?? none;
    const next = { ...before };
    for (const name of names) next[name] = before[name] + BigInt(more[name]);
    added.set(currency, next);
  }
  return added;
}

/** A rule that the ledger breaks as a whole, in a currency. */
type SumFault = {
  readonly rule: LedgerRule;
  readonly orderId: null;
  readonly subject: string;
  readonly is: string;
  readonly shouldBe: string;
};

/**
 * What of L2 and L11 the whole ledger breaks. The parts that were added up may be of several snapshots: a posting is of one order, and
 * leaves it as balanced as it was, so that no write between two of them makes a difference.
 */
export const faultsOfSums = (sums: LedgerSums): readonly SumFault[] =>
  [...sums]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([subject, of]) => [...unbalanced(subject, of), ...owing(subject, of)]);

// Over the balances, which L12 compares with the entries: so it's a check of its own and no second L1.
function unbalanced(subject: string, of: Readonly<Record<Name, bigint>>): readonly SumFault[] {
  if (of.debits_posted === of.credits_posted && of.debits_pending === of.credits_pending) return [];
  const is =
    `debits ${of.debits_posted} (pending ${of.debits_pending}), ` +
    `credits ${of.credits_posted} (pending ${of.credits_pending})`;
  return [{ rule: 'L2', orderId: null, subject, is, shouldBe: 'the same' }];
}

const owing = (subject: string, { owed, due }: Readonly<Record<Name, bigint>>): readonly SumFault[] =>
  owed === due
    ? []
    : [{ rule: 'L11', orderId: null, subject, is: `psp_clearing ${owed}`, shouldBe: `psp_clearing ${due}` }];
