import { accounts } from '../../ledger/account.js';
import { phases, purposes, sides } from '../../queries/ledger/ledger-words.js';
import {
  deadlineKinds,
  disputeStandings,
  operationKinds,
  operationStatuses,
  paymentStatuses,
  reviewReasons,
} from '../../queries/payments/payment-words.js';
import { webhookReceipts } from '../../saga/receive-webhook.js';
import {
  closed,
  currencyCode,
  decimal,
  moment,
  oneOf,
  orNull,
  type Schemas,
  signedDecimal,
  text,
  uuid,
  whole,
} from './schema-parts.js';

const status = oneOf(paymentStatuses);
const by = { ...text, ...{ minLength: 1, maxLength: 200, description: 'Who does it, for the record.' } };

/** What a command's body must have; the rest may be left out. */
const command = (description: string, required: Schemas, optional: Schemas = {}) => ({
  ...closed(description, { ...optional, ...required }),
  required: Object.keys(required),
});

export const paymentSchemas: Schemas = {
  Payment: closed('How an order is paid, as it stands. All amounts are in `currency`, and null where there is none.', {
    orderId: uuid,
    status: { ...status, description: 'Of several things that hold at once, the most urgent gives the name.' },
    total: orNull(decimal('What the order costs.')),
    currency: orNull(currencyCode),
    authorized: orNull(decimal('Over its whole life, those included that were voided or have expired.')),
    held: orNull(decimal('Authorized, and neither captured nor released.')),
    capturable: orNull(decimal('What a capture would take now.')),
    captured: orNull(decimal('Captured over its whole life.')),
    settled: orNull(signedDecimal('Paid out before fees, less what payouts deducted for refunds and disputes.')),
    refundable: orNull(decimal('What a refund would take now.')),
    refunding: orNull(decimal('Asked for, and not paid back yet.')),
    refunded: orNull(decimal('Paid back.')),
    chargedBack: orNull(signedDecimal('Taken by disputes with their fees, less what won ones brought back.')),
    dispute: {
      ...closed("A claim of the customer's bank on the capture. In the payment's currency.", {
        reference: { ...text, description: 'As the gateway calls it.' },
        standing: oneOf(disputeStandings),
        amount: decimal('What the bank took back.'),
        fee: decimal('What the gateway took for itself with it.'),
        feeReturned: decimal('What of the fee came back with a win.'),
      }),
      type: ['object', 'null'],
    },
    reviewReason: { enum: [...reviewReasons, null], description: 'Null where nobody has to look at it.' },
    deadline: {
      ...closed('What it waits for, and until when.', { waitsFor: oneOf(deadlineKinds), at: moment }),
      type: ['object', 'null'],
    },
    methodEnding: orNull({ ...text, ...{ description: "The last four characters of the method's token." } }),
    createdAt: moment,
    updatedAt: moment,
    version: { ...whole(1), description: "Its order's version, which is its entity tag." },
  }),
  PaymentOperation: closed('A call to the gateway that moves money, or promises to; it happens once.', {
    id: uuid,
    kind: oneOf(operationKinds),
    attempt: { ...whole(1), description: 'For each kind.' },
    status: oneOf(operationStatuses),
    reference: orNull({ ...text, ...{ description: 'Of what it made, as the gateway calls it.' } }),
    reason: orNull({ ...text, ...{ description: 'Why it is not known, was declined, or came to nothing.' } }),
    amount: orNull(decimal('Null of a void, which has none of its own.')),
    fee: orNull(decimal('What the gateway charged for it, if it has said so.')),
    currency: orNull(currencyCode),
    requestedBy: text,
    requestedAt: moment,
    updatedAt: moment,
  }),
  LedgerEntry: closed('One side of one transfer in the books, never changed.', {
    operationId: { ...uuid, description: 'The operation, dispute or payout line that it is of.' },
    purpose: { ...oneOf(purposes), description: 'The fact that it was posted for.' },
    transfer: { ...whole(1), description: 'Within what was posted for one fact; a debit and a credit have the same.' },
    side: oneOf(sides),
    account: oneOf(accounts),
    phase: {
      ...oneOf(phases),
      description: 'posted moves money; pending holds it, post takes it, void gives it back.',
    },
    holdOperationId: orNull({ ...uuid, ...{ description: 'Which hold: the operation that authorized it.' } }),
    expiresAt: orNull(moment),
    amount: decimal('In `currency`, with all of its digits.'),
    currency: currencyCode,
    recordedAt: moment,
  }),
  LedgerAccount: closed('An account in one currency, over all orders.', {
    account: oneOf(accounts),
    currency: currencyCode,
    debitsPending: decimal('Held.'),
    creditsPending: decimal('Held.'),
    debitsPosted: decimal('Moved.'),
    creditsPosted: decimal('Moved.'),
    balance: signedDecimal('Of what is posted: positive on the side on which the account grows.'),
  }),
  PaymentCommand: command('A command to a payment.', { by }),
  PaymentAmountCommand: command(
    'A command to a payment about an amount.',
    { by },
    {
      amount: orNull(decimal('All that can be captured, or refunded, if left out.')),
      currency: orNull({ ...currencyCode, ...{ description: "The payment's own, if left out." } }),
    },
  ),
  PaymentMethod: command('How an order is paid.', {
    token: { ...text, ...{ minLength: 1, maxLength: 255, description: "Of the gateway's form. Never a card number." } },
    by,
  }),
  PaymentCommandAccepted: closed('It will be done; what it came to is told by the payment and its operations.', {
    operationId: orNull({ ...uuid, ...{ description: 'The operation that it started, if it started one.' } }),
    version: { ...whole(1), description: "The order's version after it." },
    status: { ...status, description: "The payment's status after it." },
  }),
  WebhookReceived: closed('The webhook is taken, and need not come again.', { outcome: oneOf(webhookReceipts) }),
};
