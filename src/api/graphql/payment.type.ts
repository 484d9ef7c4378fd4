import { Field, Int, ObjectType } from '@nestjs/graphql';
import type { OrderId } from '../../kernel/ids.js';
import { formatMoney } from '../../kernel/money.js';
import type { ReviewReason as Reason } from '../../payment/state.js';
import type { PaymentStatus as Status } from '../../payment/status.js';
import type { AmountName, DisputeView, PaymentView } from '../../queries/payments/payment-view.js';
import type { DeadlineKind as Kind } from '../../queries/payments/payment-words.js';
import { DeadlineKind, DisputeStanding, PaymentStatus, ReviewReason } from './payment.enums.js';
import { DateTime, Decimal, Uuid } from './scalars.js';

@ObjectType('PaymentDeadline', { description: 'What a payment waits for, and until when.' })
class PaymentDeadlineType {
  @Field(() => DeadlineKind)
  readonly waitsFor: Kind;

  @Field(() => DateTime)
  readonly at: Date;

  constructor({ waitsFor, at }: NonNullable<PaymentView['deadline']>) {
    this.waitsFor = waitsFor;
    this.at = at;
  }
}

@ObjectType('PaymentDispute', {
  description: "A claim of the customer's bank on the capture. Amounts are in the payment's currency.",
})
class DisputeType {
  @Field(() => String, { description: 'As the gateway calls it.' })
  readonly reference: string;

  @Field(() => DisputeStanding)
  readonly standing: DisputeView['standing'];

  @Field(() => Decimal, { description: 'What the bank took back.' })
  readonly amount: string;

  @Field(() => Decimal, { description: 'What the gateway took for itself with it.' })
  readonly fee: string;

  @Field(() => Decimal, { description: 'What of the fee came back with a win.' })
  readonly feeReturned: string;

  constructor({ reference, standing, amount, fee, feeReturned }: DisputeView) {
    this.reference = reference;
    this.standing = standing;
    this.amount = formatMoney(amount);
    this.fee = formatMoney(fee);
    this.feeReturned = formatMoney(feeReturned);
  }
}

const amountField = (description?: string): PropertyDecorator =>
  Field(() => Decimal, { nullable: true, ...(description === undefined ? {} : { description }) });

@ObjectType('Payment', {
  description: 'How an order is paid, as it stands. All amounts are in `currency`, and null where there is none.',
})
export class PaymentType {
  @Field(() => Uuid)
  readonly orderId: OrderId;

  @Field(() => PaymentStatus)
  readonly status: Status;

  @amountField('What the order costs.')
  readonly total: string | null;

  @Field(() => String, { nullable: true, description: 'ISO 4217 code.' })
  readonly currency: string | null;

  @amountField('Over its whole life, those included that were voided or have expired.')
  readonly authorized: string | null;

  @amountField('Authorized, and neither captured nor released.')
  readonly held: string | null;

  @amountField('What `capturePayment` would take now.')
  readonly capturable: string | null;

  @amountField()
  readonly captured: string | null;

  @amountField('Paid out before fees, less what payouts deducted for refunds and disputes: it can be below zero.')
  readonly settled: string | null;

  @amountField('What `refundPayment` would take now.')
  readonly refundable: string | null;

  @amountField('Asked for, and not paid back yet.')
  readonly refunding: string | null;

  @amountField()
  readonly refunded: string | null;

  @amountField('Taken by disputes with their fees, less what won ones brought back.')
  readonly chargedBack: string | null;

  @Field(() => DisputeType, { nullable: true, description: 'Null where nobody has disputed it.' })
  readonly dispute: DisputeType | null;

  @Field(() => ReviewReason, { nullable: true, description: 'Null where nobody has to look at it.' })
  readonly reviewReason: Reason | null;

  @Field(() => PaymentDeadlineType, { nullable: true })
  readonly deadline: PaymentDeadlineType | null;

  @Field(() => String, { nullable: true, description: "The last four characters of the method's token." })
  readonly methodEnding: string | null;

  @Field(() => DateTime)
  readonly createdAt: Date;

  @Field(() => DateTime)
  readonly updatedAt: Date;

  @Field(() => Int, { description: "Its order's version, which `expectedVersion` is compared with." })
  readonly version: number;

  constructor(payment: PaymentView) {
    const amount = (name: AmountName) => (payment.amounts === null ? null : formatMoney(payment.amounts[name]));
    this.orderId = payment.orderId;
    this.status = payment.status;
    this.total = payment.total === null ? null : formatMoney(payment.total);
    this.currency = payment.total?.currency ?? null;
    this.authorized = amount('authorized');
    this.held = amount('held');
    this.capturable = amount('capturable');
    this.captured = amount('captured');
    this.settled = amount('settled');
    this.refundable = amount('refundable');
    this.refunding = amount('refunding');
    this.refunded = amount('refunded');
    this.chargedBack = amount('chargedBack');
    this.dispute = payment.dispute === null ? null : new DisputeType(payment.dispute);
    this.reviewReason = payment.reviewReason;
    this.deadline = payment.deadline === null ? null : new PaymentDeadlineType(payment.deadline);
    this.methodEnding = payment.methodEnding;
    this.createdAt = payment.createdAt;
    this.updatedAt = payment.updatedAt;
    this.version = payment.version;
  }
}
