import { createUnionType, Field, Int, InterfaceType, ObjectType } from '@nestjs/graphql';
import { assertNever } from '../../kernel/assert-never.js';
import type { OperationId, OrderId } from '../../kernel/ids.js';
import { formatMoney } from '../../kernel/money.js';
import type { PaymentStatus as Status } from '../../payment/status.js';
import { type Accepted, type Declined, type DoorAnswer, messageOf } from '../payments/door-answer.js';
import type { AmountRefusal as AmountReason, PaymentRefusal as Reason } from '../payments/refusals.js';
import { AmountRefusal, PaymentRefusal, PaymentStatus } from './payment.enums.js';
import { Decimal, Uuid } from './scalars.js';

type Of<Kind extends Declined['kind']> = Extract<Declined, { readonly kind: Kind }>;

@ObjectType('PaymentCommandAccepted', {
  description: 'It will be done; what it came to is told by the payment and its operations.',
})
export class PaymentCommandAcceptedType {
  @Field(() => Uuid, { nullable: true, description: 'The operation that it started, if it started one.' })
  readonly operationId: OperationId | null;

  @Field(() => Int, { description: "The order's version after it." })
  readonly version: number;

  @Field(() => PaymentStatus, { description: "The payment's status after it." })
  readonly status: Status;

  constructor(
    { operationId, version, status }: Accepted,
    /** Kept for `payment`, which is resolved only when it is asked for. */
    readonly orderId: OrderId,
  ) {
    this.operationId = operationId;
    this.version = version;
    this.status = status;
  }
}

@InterfaceType('PaymentCommandError', { description: 'Why a command was not done: nothing has changed.' })
abstract class PaymentCommandErrorType {
  @Field(() => String)
  readonly message: string;

  constructor(answer: Declined) {
    this.message = messageOf(answer);
  }
}

const asError = { implements: () => [PaymentCommandErrorType] };
const versionField = { description: "The order's version." };

@ObjectType('PaymentCommandRefused', { ...asError, description: 'The payment is not where it could be done.' })
class PaymentCommandRefusedType extends PaymentCommandErrorType {
  @Field(() => PaymentRefusal)
  readonly reason: Reason;

  @Field(() => Int, versionField)
  readonly version: number;

  @Field(() => PaymentStatus)
  readonly status: Status;

  constructor(answer: Of<'refused'>) {
    super(answer);
    this.reason = answer.reason;
    this.version = answer.version;
    this.status = answer.status;
  }
}

@ObjectType('AmountRefused', { ...asError, description: 'It could be done with another amount.' })
class AmountRefusedType extends PaymentCommandErrorType {
  @Field(() => AmountRefusal)
  readonly reason: AmountReason;

  @Field(() => Decimal, { nullable: true, description: 'What would be taken now.' })
  readonly max: string | null;

  @Field(() => String, { nullable: true, description: 'Of `max`: an ISO 4217 code.' })
  readonly currency: string | null;

  @Field(() => Int, versionField)
  readonly version: number;

  @Field(() => PaymentStatus)
  readonly status: Status;

  constructor(answer: Of<'amountRefused'>) {
    super(answer);
    this.reason = answer.reason;
    this.max = answer.max === null ? null : formatMoney(answer.max);
    this.currency = answer.max?.currency ?? null;
    this.version = answer.version;
    this.status = answer.status;
  }
}

@ObjectType('VersionConflict', { ...asError, description: 'The order has moved on.' })
class VersionConflictType extends PaymentCommandErrorType {
  @Field(() => Int)
  readonly expected: number;

  @Field(() => Int)
  readonly actual: number;

  constructor(answer: Of<'versionConflict'>) {
    super(answer);
    this.expected = answer.expected;
    this.actual = answer.actual;
  }
}

@ObjectType('OrderNotFound', asError)
class OrderNotFoundType extends PaymentCommandErrorType {}

@ObjectType('IdempotencyKeyReused', { ...asError, description: 'The key names another command.' })
class IdempotencyKeyReusedType extends PaymentCommandErrorType {}

@ObjectType('IdempotencyKeyExpired', {
  ...asError,
  description: "The key's command was done before, and is not done again; its answer is kept no longer.",
})
class IdempotencyKeyExpiredType extends PaymentCommandErrorType {}

@ObjectType('PaymentsSwitchedOff', { ...asError, description: 'The service takes no payments at the moment.' })
class PaymentsSwitchedOffType extends PaymentCommandErrorType {}

const always = [
  PaymentCommandAcceptedType,
  PaymentCommandRefusedType,
  VersionConflictType,
  OrderNotFoundType,
  IdempotencyKeyReusedType,
  IdempotencyKeyExpiredType,
  PaymentsSwitchedOffType,
] as const;

const withAmount = (name: string) => createUnionType({ name, types: () => [...always, AmountRefusedType] as const });
const withoutAmount = (name: string) => createUnionType({ name, types: () => always });

// One for each mutation, so that each can grow on its own.
export const CapturePaymentResult = withAmount('CapturePaymentResult');
export const RefundPaymentResult = withAmount('RefundPaymentResult');
export const RetryPaymentResult = withAmount('RetryPaymentResult');
export const VoidPaymentResult = withoutAmount('VoidPaymentResult');
export const LookUpPaymentResult = withoutAmount('LookUpPaymentResult');
export const GivePaymentMethodResult = withoutAmount('GivePaymentMethodResult');

export type PaymentResult = typeof CapturePaymentResult;

export function toPaymentResult(answer: DoorAnswer, orderId: OrderId): PaymentResult {
  switch (answer.kind) {
    case 'accepted':
      return new PaymentCommandAcceptedType(answer, orderId);
    case 'refused':
      return new PaymentCommandRefusedType(answer);
    case 'amountRefused':
      return new AmountRefusedType(answer);
    case 'versionConflict':
      return new VersionConflictType(answer);
    case 'orderNotFound':
      return new OrderNotFoundType(answer);
    case 'keyReused':
      return new IdempotencyKeyReusedType(answer);
    case 'keyExpired':
      return new IdempotencyKeyExpiredType(answer);
    case 'paymentsOff':
      return new PaymentsSwitchedOffType(answer);
    default:
      return assertNever(answer);
  }
}
