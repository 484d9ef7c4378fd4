import { type OperationId, OrderId } from '../kernel/ids.js';
import type { Money } from '../kernel/money.js';
import type { Account, Side } from './account.js';
import type { MoneyFact, MoneyFactType } from './money-fact.js';
import { postings } from './postings.js';
import type { Phase } from './transfer.js';

/** Stands for the order of what belongs to none, since every key of the ledger begins with an order. */
export const noOrder = OrderId('00000000-0000-0000-0000-000000000000');

/** One side of one transfer: a row of `ledger_entries`. */
export type Entry = {
  readonly orderId: OrderId;
  readonly operationId: OperationId;
  readonly purpose: MoneyFactType;
  /** From 1, within the posting. */
  readonly transfer: number;
  readonly side: Side;
  readonly account: Account;
  readonly phase: Phase['phase'];
  readonly hold: OperationId | null;
  readonly expiresAt: Date | null;
  readonly amount: Money;
};

/** What a fact writes: a debit and a credit for each of its transfers. */
export function entriesOf(fact: MoneyFact): readonly Entry[] {
  const { orderId, operationId, type: purpose } = fact;
  return postings(fact).flatMap(({ debit, credit, amount, ...how }, index) => {
    const shared = {
      ...{ orderId: orderId ?? noOrder, operationId, purpose, transfer: index + 1, phase: how.phase, amount },
      hold: 'hold' in how ? how.hold : null,
      expiresAt: 'expiresAt' in how ? how.expiresAt : null,
    };
    return [
      { ...shared, side: 'debit' as const, account: debit },
      { ...shared, side: 'credit' as const, account: credit },
    ];
  });
}
