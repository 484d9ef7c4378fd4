import { formatMoney, type Money } from '../../kernel/money.js';
import type { LedgerAccountView } from '../../queries/ledger/ledger-accounts.js';
import type { EntryView } from '../../queries/ledger/order-ledger-entries.js';
import type { OperationView } from '../../queries/payments/payment-operations.js';
import type { AmountName, DisputeView, PaymentView } from '../../queries/payments/payment-view.js';

const textOf = (money: Money | null): string | null => (money === null ? null : formatMoney(money));

const toDisputeBody = ({ reference, standing, amount, fee, feeReturned }: DisputeView) => ({
  ...{ reference, standing },
  ...{ amount: formatMoney(amount), fee: formatMoney(fee), feeReturned: formatMoney(feeReturned) },
});

export function toPaymentBody(payment: PaymentView) {
  const amount = (name: AmountName) => textOf(payment.amounts?.[name] ?? null);
  return {
    orderId: payment.orderId,
    status: payment.status,
    total: textOf(payment.total),
    currency: payment.total?.currency ?? null,
    authorized: amount('authorized'),
    held: amount('held'),
    capturable: amount('capturable'),
    captured: amount('captured'),
    settled: amount('settled'),
    refundable: amount('refundable'),
    refunding: amount('refunding'),
    refunded: amount('refunded'),
    chargedBack: amount('chargedBack'),
    dispute: payment.dispute === null ? null : toDisputeBody(payment.dispute),
    reviewReason: payment.reviewReason,
    deadline:
      payment.deadline === null ? null : { waitsFor: payment.deadline.waitsFor, at: payment.deadline.at.toISOString() },
    methodEnding: payment.methodEnding,
    createdAt: payment.createdAt.toISOString(),
    updatedAt: payment.updatedAt.toISOString(),
    version: payment.version,
  };
}

export type PaymentBody = ReturnType<typeof toPaymentBody>;

export const toOperationBody = ({ amount, fee, ...operation }: OperationView) => ({
  ...operation,
  amount: textOf(amount),
  fee: textOf(fee),
  currency: amount?.currency ?? null,
  requestedAt: operation.requestedAt.toISOString(),
  updatedAt: operation.updatedAt.toISOString(),
});

export type OperationBody = ReturnType<typeof toOperationBody>;

export const toLedgerEntryBody = ({ amount, ...entry }: EntryView) => ({
  ...entry,
  expiresAt: entry.expiresAt?.toISOString() ?? null,
  amount: formatMoney(amount),
  currency: amount.currency,
  recordedAt: entry.recordedAt.toISOString(),
});

export type LedgerEntryBody = ReturnType<typeof toLedgerEntryBody>;

export const toAccountBody = (view: LedgerAccountView) => ({
  account: view.account,
  currency: view.balance.currency,
  debitsPending: formatMoney(view.debitsPending),
  creditsPending: formatMoney(view.creditsPending),
  debitsPosted: formatMoney(view.debitsPosted),
  creditsPosted: formatMoney(view.creditsPosted),
  balance: formatMoney(view.balance),
});

export type AccountBody = ReturnType<typeof toAccountBody>;
