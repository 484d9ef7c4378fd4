import { assertNever } from '../kernel/assert-never.js';
import type { Money } from '../kernel/money.js';
import type { Account } from './account.js';
import type { MoneyFact } from './money-fact.js';
import { type Phase, transfer, type Transfer } from './transfer.js';

type Fact<T extends MoneyFact['type']> = Extract<MoneyFact, { readonly type: T }>;

/**
 * The transfers that a fact makes, to be written all together or not at all. Pure.
 * @throws NegativeTransfer where a fact says that it moved less than nothing
 */
export function postings(fact: MoneyFact): readonly Transfer[] {
  const { amount } = fact;
  switch (fact.type) {
    case 'Authorized':
      return hold({ phase: 'pending', hold: fact.operationId, expiresAt: fact.expiresAt }, amount);
    case 'Voided':
      return hold({ phase: 'void', hold: fact.authorization }, amount);
    case 'Expired':
      return hold({ phase: 'void', hold: fact.operationId }, amount);
    case 'Captured':
      return capture(fact);
    case 'Settled':
      return settle(fact);
    case 'DeductionSettled':
      return move('psp_clearing', 'bank', amount);
    case 'ReturnSettled':
      return move('bank', 'psp_clearing', amount);
    case 'RefundRequested':
      return move(fact.from, 'refunds_payable', amount);
    case 'RefundConfirmed':
      return move('refunds_payable', 'psp_clearing', amount);
    case 'RefundFailed':
      return move('psp_clearing', 'refunds_payable', amount);
    case 'RefundAbandoned':
      return move('refunds_payable', fact.to, amount);
    case 'DisputeOpened':
      return [
        ...move('chargebacks', 'psp_clearing', amount),
        ...move('psp_fees', 'psp_clearing', like(amount, fact.fee)),
      ];
    case 'DisputeWon':
      return [...move('psp_clearing', fact.from, amount), ...move('psp_clearing', 'psp_fees', like(amount, fact.fee))];
    case 'DisputeLost':
      return move('chargeback_losses', 'chargebacks', amount);
    case 'LineUnexplained':
      return fact.direction === 'in' ? move('bank', 'suspense', amount) : move('suspense', 'bank', amount);
    case 'LineExplained':
      return fact.direction === 'in' ? move('suspense', 'bank', amount) : move('bank', 'suspense', amount);
    case 'LineAdjusted':
      return fact.direction === 'in' ? move('suspense', fact.to, amount) : move(fact.to, 'suspense', amount);
    default:
      return assertNever(fact);
  }
}

const like = ({ currency }: Money, minor: bigint): Money => ({ minor, currency });

const move = (debit: Account, credit: Account, amount: Money) => transfer({ phase: 'posted' }, debit, credit, amount);

const hold = (phase: Phase, amount: Money) => transfer(phase, 'auth_hold_asset', 'auth_hold_contra', amount);

function capture({ amount, authorization, released }: Fact<'Captured'>): readonly Transfer[] {
  return [
    ...hold({ phase: 'post', hold: authorization }, amount),
    ...hold({ phase: 'void', hold: authorization }, like(amount, released)),
    ...move('psp_clearing', 'deferred_revenue', amount),
  ];
}

function settle({ amount, fee, earned }: Fact<'Settled'>): readonly Transfer[] {
  // A fixed fee can be more than a small amount: the rest of it comes off the payout.
  const withheld = fee < amount.minor ? fee : amount.minor;
  return [
    ...move('bank', 'psp_clearing', like(amount, amount.minor - withheld)),
    ...move('psp_fees', 'psp_clearing', like(amount, withheld)),
    ...move('psp_fees', 'bank', like(amount, fee - withheld)),
    ...move('deferred_revenue', 'revenue', like(amount, earned)),
  ];
}
