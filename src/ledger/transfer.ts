import type { OperationId } from '../kernel/ids.js';
import type { Money } from '../kernel/money.js';
import type { Account } from './account.js';

/**
 * How a transfer counts, after TigerBeetle's two-phase transfers: `pending` only reserves; `post` takes from what an earlier one
 * reserved and moves it; `void` gives it back. A hold is named by the operation that authorized it.
 *
 * TigerBeetle resolves a pending transfer once and gives back what is left. Here what is left stays held until a `void` says
 * so, since a capture need not be the last of its authorization.
 */
export type Phase =
  | { readonly phase: 'posted' }
  | { readonly phase: 'pending'; readonly hold: OperationId; readonly expiresAt: Date }
  | { readonly phase: 'post' | 'void'; readonly hold: OperationId };

/** One amount from one account to another: balanced in its currency however it is made. Never changed, only followed by others. */
export type Transfer = Phase & { readonly debit: Account; readonly credit: Account; readonly amount: Money };

/** A transfer of less than nothing would be one the other way round: whoever asks for it has its facts wrong. */
export class NegativeTransfer extends Error {
  readonly code = 'LEDGER.NEGATIVE_TRANSFER';
  constructor(debit: Account, credit: Account, { minor, currency }: Money) {
    super(`A transfer from ${credit} to ${debit} of ${minor} minor units of ${currency}`);
  }
}

/** @returns nothing where there is nothing to move. @throws NegativeTransfer */
export function transfer(phase: Phase, debit: Account, credit: Account, amount: Money): readonly Transfer[] {
  if (amount.minor < 0n) throw new NegativeTransfer(debit, credit, amount);
  return amount.minor === 0n ? [] : [{ ...phase, debit, credit, amount }];
}
