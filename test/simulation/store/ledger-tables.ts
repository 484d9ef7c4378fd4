import type { Entry } from '../../../src/ledger/entry.js';
import type { BalanceRow, PaymentTables } from './payment-rows.js';
import { checkViolation, uniqueViolation } from './sql-fault.js';

/** The primary key of an entry. */
export const keyOf = ({ orderId, operationId, purpose, transfer, side }: Entry): string =>
  [orderId, operationId, purpose, transfer, side].join(' ');

const holdAccounts: ReadonlySet<string> = new Set(['auth_hold_asset', 'auth_hold_contra']);

/** The checks of ledger_entries. */
function isAllowed({ phase, account, hold, expiresAt, amount }: Entry): boolean {
  const isPosted = phase === 'posted';
  return (
    amount.minor > 0n &&
    isPosted !== holdAccounts.has(account) &&
    isPosted === (hold === null) &&
    (phase === 'pending') === (expiresAt !== null)
  );
}

type Sums = Pick<BalanceRow, 'debitsPending' | 'creditsPending' | 'debitsPosted' | 'creditsPosted'>;

/** What an entry adds to the sums of its account. */
export function effectOf({ phase, side, amount: { minor } }: Entry): Sums {
  const reserved = { posted: 0n, pending: minor, post: -minor, void: -minor }[phase];
  const moved = phase === 'posted' || phase === 'post' ? minor : 0n;
  const isDebit = side === 'debit';
  return {
    debitsPending: isDebit ? reserved : 0n,
    creditsPending: isDebit ? 0n : reserved,
    debitsPosted: isDebit ? moved : 0n,
    creditsPosted: isDebit ? 0n : moved,
  };
}

export const balanceKey = ({ orderId, account, amount: { currency } }: Entry): string =>
  [orderId, account, currency].join(' ');

export const add = (before: BalanceRow | undefined, entry: Entry): BalanceRow => {
  const effect = effectOf(entry);
  return {
    orderId: entry.orderId,
    account: entry.account,
    currency: entry.amount.currency,
    debitsPending: (before?.debitsPending ?? 0n) + effect.debitsPending,
    creditsPending: (before?.creditsPending ?? 0n) + effect.creditsPending,
    debitsPosted: (before?.debitsPosted ?? 0n) + effect.debitsPosted,
    creditsPosted: (before?.creditsPosted ?? 0n) + effect.creditsPosted,
  };
};

/**
 * The balances that entries lead to, as the trigger adds them up.
 * @throws what the server says of entries that it refuses
 */
export function afterPosting(tables: PaymentTables, entries: readonly Entry[]): ReadonlyMap<string, BalanceRow> {
  const keys = new Set(entries.map(keyOf));
  if (keys.size < entries.length || [...keys].some((key) => tables.entries.has(key))) throw uniqueViolation();
  if (!entries.every(isAllowed)) throw checkViolation();
  const changed = new Map<string, BalanceRow>();
  for (const entry of entries) {
    const key = balanceKey(entry);
    changed.set(key, add(changed.get(key) ?? tables.balances.get(key), entry));
  }
  const isNegative = ({ debitsPending, creditsPending, debitsPosted, creditsPosted }: BalanceRow): boolean =>
    debitsPending < 0n || creditsPending < 0n || debitsPosted < 0n || creditsPosted < 0n;
  if ([...changed.values()].some(isNegative)) throw checkViolation();
  return changed;
}
