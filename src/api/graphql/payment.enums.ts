import { registerEnumType } from '@nestjs/graphql';
import {
  deadlineKinds,
  disputeStandings,
  operationKinds,
  operationStatuses,
  paymentStatuses,
  reviewReasons,
} from '../../queries/payments/payment-words.js';
import { amountRefusals, paymentRefusals } from '../payments/refusals.js';
import { enumOf } from './enum-of.js';

export const PaymentStatus = enumOf(paymentStatuses);
export const ReviewReason = enumOf(reviewReasons);
export const DisputeStanding = enumOf(disputeStandings);
export const DeadlineKind = enumOf(deadlineKinds);
export const OperationKind = enumOf(operationKinds);
export const OperationStatus = enumOf(operationStatuses);
export const PaymentRefusal = enumOf(paymentRefusals);
export const AmountRefusal = enumOf(amountRefusals);

registerEnumType(PaymentStatus, {
  name: 'PaymentStatus',
  description: 'Where a payment stands. Of several things that hold at once, the most urgent gives the name.',
  valuesMap: {
    NONE: { description: 'There is no payment. Only answers to commands say so.' },
    NOT_NEEDED: { description: 'The order costs nothing.' },
    REQUIRES_METHOD: { description: 'Waits, with a deadline, for somebody to say how it is paid.' },
    REQUIRES_ACTION: { description: 'Waits, with a deadline, for the customer to confirm it.' },
    UNKNOWN: { description: "An operation's outcome is not known; it is being looked up." },
    DISPUTED: { description: "The customer's bank has taken it back: still to be decided, or lost." },
    SETTLED: { description: 'A payout line was matched with its capture.' },
    NEEDS_REVIEW: { description: 'People have to look at it; until they have, it starts nothing by itself.' },
  },
});
registerEnumType(DisputeStanding, {
  name: 'DisputeStanding',
  valuesMap: {
    OPENED: { description: 'The money is gone until it is decided.' },
    WON: { description: 'The money is back.' },
    LOST: { description: 'The money is lost, unless an appeal wins it back.' },
  },
});
registerEnumType(ReviewReason, {
  name: 'PaymentReviewReason',
  description: 'Why people have to look at a payment.',
  valuesMap: {
    AMOUNT_DIFFERS: { description: 'The gateway answered with another amount or currency than it was asked for.' },
    NOTHING_TO_CAPTURE: { description: 'The order is complete, and nothing is authorized.' },
    UNEXPECTED_AUTHORIZATION: { description: 'An authorization that no operation of ours explains.' },
    UNEXPECTED_CAPTURE: { description: 'A capture that no operation of ours explains.' },
    UNEXPECTED_DISPUTE: { description: 'A second dispute, or one of another capture or amount than is booked.' },
  },
});
registerEnumType(DeadlineKind, {
  name: 'PaymentDeadlineKind',
  valuesMap: {
    METHOD: { description: 'Until somebody says how it is paid.' },
    RETRY: { description: 'Until it is tried again after a decline.' },
    ACTION: { description: 'Until the customer has confirmed it.' },
    EXPIRY: { description: 'Until its authorization is let go and asked for anew, before it expires.' },
  },
});
registerEnumType(OperationKind, { name: 'PaymentOperationKind' });
registerEnumType(OperationStatus, {
  name: 'PaymentOperationStatus',
  valuesMap: {
    ASKED: { description: 'Sent, or about to be.' },
    PENDING: { description: 'The gateway has acknowledged it, and will tell its outcome.' },
    FAILED: { description: 'It has no effect, and never will.' },
    ABANDONED: { description: 'Nobody pursues it any more.' },
  },
});
registerEnumType(PaymentRefusal, {
  name: 'PaymentRefusalReason',
  description: 'What of the payment stands in the way of a command.',
});
registerEnumType(AmountRefusal, { name: 'AmountRefusalReason', description: 'What is wrong with an amount.' });
