import type { PaymentStatus } from '../../../src/payment/status.js';
import type { ReviewReason } from '../../../src/payment/state.js';
import { methods } from '../methods.js';
import { type OrderTruth, truthOf } from './gateway-truth.js';

/** A payment as the service has it. Amounts in minor units. */
export type PaymentRow = {
  readonly orderId: string;
  readonly order: string;
  readonly payment: PaymentStatus;
  readonly review: ReviewReason | null;
  readonly token: string | null;
  readonly held: bigint;
  readonly captured: bigint;
  readonly refunded: bigint;
};

const nothing = truthOf([]);
const isEmpty = ({ held, captured }: OrderTruth): boolean => held === 0n && captured === 0n;

/** What the gateway's books may say of a payment that is at rest; a status without a row is no rest. */
const atRest: Partial<Readonly<Record<PaymentStatus, (truth: OrderTruth) => boolean>>> = {
  None: isEmpty,
  NotNeeded: isEmpty,
  RequiresMethod: isEmpty,
  Declined: isEmpty,
  Expired: isEmpty,
  Voided: isEmpty,
  Authorized: ({ held, captured }) => held > 0n && captured === 0n,
  Captured: ({ held, captured, refunded }) => held === 0n && captured > 0n && refunded === 0n,
  PartiallyRefunded: ({ captured, refunded }) => refunded > 0n && refunded < captured,
  Refunded: ({ captured, refunded }) => captured > 0n && refunded === captured,
  NeedsReview: () => true,
};

/** Everything in which a payment at rest isn't what the gateway's books, its order and its token make of it, in words. */
export function paymentFaults(row: PaymentRow, truth: OrderTruth = nothing): readonly string[] {
  return [...moneyFaults(truth), ...(row.payment === 'NeedsReview' ? reviewFaults(row) : restFaults(row, truth))];
}

/** What must never happen, whatever people have to look at. */
function moneyFaults({ captures, captured, refunded, doubled }: OrderTruth): readonly string[] {
  return [
    ...doubled.map((operation) => `the gateway did ${operation} more than once`),
    ...(captures > 1 ? [`the gateway captured ${captures} times`] : []),
    ...(refunded > captured ? [`the gateway refunded ${refunded} of ${captured}`] : []),
  ];
}

function restFaults(row: PaymentRow, truth: OrderTruth): readonly string[] {
  const amounts = ['held', 'captured', 'refunded'] as const;
  const left = truth.held + truth.captured - truth.refunded;
  const isDead = row.order === 'Cancelled' || row.order === 'Failed';
  return [
    ...(atRest[row.payment]?.(truth) === true
      ? []
      : [`its payment is ${row.payment}, the gateway has ${shown(truth)}`]),
    ...amounts
      .filter((name) => row[name] !== truth[name])
      .map((name) => `its payment has ${name} ${row[name]}, the gateway ${truth[name]}`),
    ...(isDead && left !== 0n ? [`it is ${row.order}, and the gateway still has ${left} of its customer's`] : []),
    ...(row.order === 'Completed' && row.payment === 'Authorized' ? ['it is Completed, and its money not taken'] : []),
    ...(row.order === 'Placed' && row.payment === 'Declined' ? ['its payment is declined, and it has not failed'] : []),
  ];
}

const shown = ({ held, captured, refunded }: OrderTruth): string =>
  `held ${held}, captured ${captured}, refunded ${refunded}`;

function reviewFaults({ review, token }: PaymentRow): readonly string[] {
  const allowed: readonly (ReviewReason | null)[] = token === null ? [] : (methods[token] ?? []);
  return allowed.includes(review)
    ? []
    : [`people have to look at its payment by ${token ?? 'no method'}: ${review ?? ''}`];
}
