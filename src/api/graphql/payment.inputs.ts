import { Field, InputType, Int } from '@nestjs/graphql';
import type { OrderId } from '../../kernel/ids.js';
import { type AskedCommand, keyLifetime, type WrittenCommand } from '../payments/asked-command.js';
import { Decimal, Uuid } from './scalars.js';

// Declared, not initialised: Nest would take an initial value for the schema's default.
@InputType('PaymentCommandInput')
export class PaymentCommandInput {
  @Field(() => Uuid)
  declare readonly orderId: OrderId;

  @Field(() => String, {
    description: `Names this command, at most 255 printable ASCII characters. ${keyLifetime}`,
  })
  declare readonly idempotencyKey: string;

  @Field(() => Int, { nullable: true, description: "The order's version that it is meant for; any, if left out." })
  readonly expectedVersion?: number | null;

  @Field(() => String, { description: 'Who does it, for the record.' })
  declare readonly by: string;
}

const amountOf = (what: string) => ({
  nullable: true,
  description: `All that can be ${what}, if left out.`,
});
const currency = { nullable: true, description: "ISO 4217 code; the payment's own, if left out." };

@InputType('CapturePaymentInput')
export class CapturePaymentInput extends PaymentCommandInput {
  @Field(() => Decimal, amountOf('captured'))
  readonly amount?: string | null;

  @Field(() => String, currency)
  readonly currency?: string | null;
}

@InputType('RefundPaymentInput')
export class RefundPaymentInput extends PaymentCommandInput {
  @Field(() => Decimal, amountOf('refunded'))
  readonly amount?: string | null;

  @Field(() => String, currency)
  readonly currency?: string | null;
}

@InputType('GivePaymentMethodInput')
export class GivePaymentMethodInput extends PaymentCommandInput {
  @Field(() => String, { description: "A token of the gateway's form. Never a card number: that is refused." })
  declare readonly token: string;
}

export const toAskedCommand = (
  { orderId, idempotencyKey, expectedVersion, by }: PaymentCommandInput,
  command: WrittenCommand,
): AskedCommand => ({
  ...{ orderId, command, by },
  key: idempotencyKey,
  keyName: 'idempotencyKey',
  expectedVersion: expectedVersion ?? null,
});
