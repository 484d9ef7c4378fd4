import { Currency } from '../../kernel/currency.js';
import { OrderId } from '../../kernel/ids.js';
import type { Money } from '../../kernel/money.js';
import { refundable } from '../../payment/books.js';
import { orderEnded } from '../../payment/conclude.js';
import type { Dispute } from '../../payment/dispute.js';
import { fromStoredPayment, type Json } from '../../payment/record.js';
import type { PaymentState, ReviewReason } from '../../payment/state.js';
import type { PaymentStatus } from '../../payment/status.js';
import { Prisma } from '../../platform/prisma/generated/client.js';
import { methodEnding } from './method-ending.js';
import type { DeadlineKind } from './payment-words.js';

export const amountNames = [
  'authorized',
  'held',
  'capturable',
  'captured',
  'settled',
  'refundable',
  'refunding',
  'refunded',
  'chargedBack',
] as const;
/**
 * `held`, `capturable`, `refundable` and `refunding` are of the moment, the others sums over the payment's life. `settled` is
 * before fees, less what payouts deducted for refunds and disputes: it can be below zero.
 */
export type AmountName = (typeof amountNames)[number];

/** A bank's claim on the capture. `fee` is what the gateway took with it, `feeReturned` what of that a win brought back. */
export type DisputeView = Pick<Dispute, 'reference' | 'standing' | 'amount' | 'fee' | 'feeReturned'>;

/** A payment as it stands. */
export type PaymentView = {
  readonly orderId: OrderId;
  readonly status: PaymentStatus;
  /** Null: the order has none. */
  readonly total: Money | null;
  /** Null where there is no currency that they could be in. */
  readonly amounts: Readonly<Record<AmountName, Money>> | null;
  /** Null where nobody has disputed it, or its capture isn't known yet. */
  readonly dispute: DisputeView | null;
  /** Why people have to look at it; null where they don't. */
  readonly reviewReason: ReviewReason | null;
  /** What it waits for, and until when. */
  readonly deadline: { readonly waitsFor: DeadlineKind; readonly at: Date } | null;
  /** The last four characters of the method's token; null where there is no method. */
  readonly methodEnding: string | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  /** Of its order, as of now: what a command's expected version is compared with. */
  readonly version: number;
};

type Minor = {
  readonly authorized: bigint;
  readonly held: bigint;
  readonly captured: bigint;
  readonly settled: bigint;
  readonly refunding: bigint;
  readonly refunded: bigint;
  readonly chargedBack: bigint;
};

export type PaymentRow = Minor & {
  readonly orderId: string;
  readonly status: string;
  readonly totalMinor: bigint | null;
  readonly currency: string | null;
  readonly reviewReason: string | null;
  readonly state: Json;
  readonly wakeAt: Date | null;
  readonly deadlineKind: string | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly version: number;
};

const amount = (column: string): Prisma.Sql => Prisma.raw(`coalesce(a.${column}_minor, 0)`);

export const paymentColumns = Prisma.sql`p.order_id as "orderId", p.status, p.total_minor as "totalMinor", p.currency,
  p.review_reason as "reviewReason", p.state, p.wake_at as "wakeAt", p.deadline_kind as "deadlineKind", p.created_at as "createdAt",
  p.updated_at as "updatedAt", o.version, ${amount('authorized')} as authorized, ${amount('held')} as held,
  ${amount('captured')} as captured, ${amount('settled')} as settled, ${amount('refunding')} as refunding,
  ${amount('refunded')} as refunded, ${amount('charged_back')} as "chargedBack"`;

/** A payment that hasn't moved any money has no amounts. */
export const paymentsWithAmounts = Prisma.sql`payments p
  join orders o on o.order_id = p.order_id
  left join payment_amounts a on a.order_id = p.order_id`;

function possible(state: PaymentState): { readonly capturable: bigint; readonly refundable: bigint } {
  const isOpen = state.stage === 'Authorized' && !orderEnded(state);
  return {
    capturable: isOpen ? state.authorization.amount.minor : 0n,
    refundable: state.stage === 'Captured' ? refundable(state) : 0n,
  };
}

function amountsOf(row: PaymentRow, state: PaymentState): PaymentView['amounts'] {
  if (row.currency === null) return null;
  const currency = Currency(row.currency);
  const minor = { ...row, ...possible(state) };
  const entries = amountNames.map((name) => [name, { minor: minor[name], currency }] as const);
  return Object.fromEntries(entries) as Record<AmountName, Money>;
}

/** @throws UnreadablePayment */
export function toPaymentView(row: PaymentRow): PaymentView {
  const state = fromStoredPayment(row.state);
  const { totalMinor, currency, wakeAt, deadlineKind } = row;
  const method = 'method' in state ? state.method : null;
  return {
    orderId: OrderId(row.orderId),
    // Written by the store alone, from these very types.
    status: row.status as PaymentStatus,
    total: totalMinor === null || currency === null ? null : { minor: totalMinor, currency: Currency(currency) },
    amounts: amountsOf(row, state),
    dispute: state.stage === 'Captured' ? state.dispute : null,
    reviewReason: row.reviewReason as ReviewReason | null,
    deadline: wakeAt === null || deadlineKind === null ? null : { waitsFor: deadlineKind as DeadlineKind, at: wakeAt },
    methodEnding: method === null ? null : methodEnding(method.token),
    createdAt: row.createdAt,
    updatedAt: row.updatedAt,
    version: row.version,
  };
}
