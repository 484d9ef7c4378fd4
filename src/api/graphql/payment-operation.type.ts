import { Field, Int, ObjectType } from '@nestjs/graphql';
import type { OperationId } from '../../kernel/ids.js';
import { formatMoney } from '../../kernel/money.js';
import type { OperationKind as Kind } from '../../payment/operation.js';
import type { OperationView } from '../../queries/payments/payment-operations.js';
import type { OperationStatus as Status } from '../../payment/operation.js';
import { OperationKind, OperationStatus } from './payment.enums.js';
import { DateTime, Decimal, Uuid } from './scalars.js';

@ObjectType('PaymentOperation', {
  description: 'A call to the gateway that moves money, or promises to. It happens once, however often it is sent.',
})
export class PaymentOperationType {
  @Field(() => Uuid)
  readonly id: OperationId;

  @Field(() => OperationKind)
  readonly kind: Kind;

  @Field(() => Int, { description: 'From 1, for each kind.' })
  readonly attempt: number;

  @Field(() => OperationStatus)
  readonly status: Status;

  @Field(() => Decimal, { nullable: true, description: 'Null of a void, which has none of its own.' })
  readonly amount: string | null;

  @Field(() => Decimal, { nullable: true, description: 'What the gateway charged for it, if it has said so.' })
  readonly fee: string | null;

  @Field(() => String, { nullable: true, description: 'ISO 4217 code.' })
  readonly currency: string | null;

  @Field(() => String, { nullable: true, description: 'Of what it made, as the gateway calls it.' })
  readonly reference: string | null;

  @Field(() => String, { nullable: true, description: 'Why it is not known, was declined, or came to nothing.' })
  readonly reason: string | null;

  @Field(() => String)
  readonly requestedBy: string;

  @Field(() => DateTime)
  readonly requestedAt: Date;

  @Field(() => DateTime)
  readonly updatedAt: Date;

  constructor(operation: OperationView) {
    this.id = operation.id;
    this.kind = operation.kind;
    this.attempt = operation.attempt;
    this.status = operation.status;
    this.amount = operation.amount === null ? null : formatMoney(operation.amount);
    this.fee = operation.fee === null ? null : formatMoney(operation.fee);
    this.currency = operation.amount?.currency ?? null;
    this.reference = operation.reference;
    this.reason = operation.reason;
    this.requestedBy = operation.requestedBy;
    this.requestedAt = operation.requestedAt;
    this.updatedAt = operation.updatedAt;
  }
}
