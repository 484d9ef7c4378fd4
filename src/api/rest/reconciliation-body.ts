import { formatMoney, type Money } from '../../kernel/money.js';
import type { ClearingDay } from '../../queries/settlement/clearing-day.js';
import type { OpenBreak, ReconciliationView } from '../../queries/settlement/reconciliation.js';

const amountOf = (money: Money | null) =>
  money === null ? null : { amount: formatMoney(money), currency: money.currency };

const toBreakBody = ({ expected, found, ...one }: OpenBreak) => ({
  ...one,
  firstSeenAt: one.firstSeenAt.toISOString(),
  expected: amountOf(expected),
  found: amountOf(found),
});

function toClearingBody(day: ClearingDay) {
  const { currency } = day;
  const decimal = (minor: bigint): string => formatMoney({ minor, currency });
  return {
    currency,
    opening: decimal(day.opening),
    captures: decimal(day.captures),
    refunds: decimal(day.refunds),
    chargebacks: decimal(day.chargebacks),
    fees: decimal(day.fees),
    payouts: decimal(day.payouts),
    suspense: decimal(day.suspense),
    closing: decimal(day.closing),
    difference: decimal(day.difference),
    suspenseBalance: decimal(day.suspenseBalance),
  };
}

export const toReconciliationBody = ({ date, currencies, breaks, openBreaks }: ReconciliationView) => ({
  date,
  currencies: currencies.map(toClearingBody),
  breaks: breaks.map(toBreakBody),
  openBreaks,
});

export type ReconciliationBody = ReturnType<typeof toReconciliationBody>;
