import { QueryBus } from '@nestjs/cqrs';
import { Args, Mutation, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { GetPayment } from '../../queries/payments/get-payment.js';
import type { WrittenCommand } from '../payments/asked-command.js';
import { PaymentDoor } from '../payments/payment-door.js';
import {
  CapturePaymentInput,
  GivePaymentMethodInput,
  PaymentCommandInput,
  RefundPaymentInput,
  toAskedCommand,
} from './payment.inputs.js';
import {
  CapturePaymentResult,
  GivePaymentMethodResult,
  LookUpPaymentResult,
  PaymentCommandAcceptedType,
  type PaymentResult,
  RefundPaymentResult,
  RetryPaymentResult,
  toPaymentResult,
  VoidPaymentResult,
} from './payment-results.type.js';
import { PaymentType } from './payment.type.js';

@Resolver(() => PaymentCommandAcceptedType)
export class PaymentMutationsResolver {
  constructor(
    private readonly door: PaymentDoor,
    private readonly queries: QueryBus,
  ) {}

  @Mutation(() => CapturePaymentResult, {
    description: 'Takes what is authorized, or a part of it: the rest is released.',
  })
  capturePayment(@Args('input') input: CapturePaymentInput): Promise<PaymentResult> {
    const { amount = null, currency = null } = input;
    return this.ask(input, { type: 'CaptureRequested', amount, currency });
  }

  @Mutation(() => VoidPaymentResult, { description: 'Lets go what is authorized.' })
  voidPayment(@Args('input') input: PaymentCommandInput): Promise<PaymentResult> {
    return this.ask(input, { type: 'VoidRequested' });
  }

  @Mutation(() => RefundPaymentResult, { description: 'Pays back what was captured, or a part of it.' })
  refundPayment(@Args('input') input: RefundPaymentInput): Promise<PaymentResult> {
    const { amount = null, currency = null } = input;
    return this.ask(input, { type: 'RefundRequested', amount, currency });
  }

  @Mutation(() => RetryPaymentResult, { description: 'Does once more what failed, and ends a review.' })
  retryPayment(@Args('input') input: PaymentCommandInput): Promise<PaymentResult> {
    return this.ask(input, { type: 'RetryRequested' });
  }

  @Mutation(() => LookUpPaymentResult, { description: 'Asks the gateway what became of what is under way.' })
  lookUpPayment(@Args('input') input: PaymentCommandInput): Promise<PaymentResult> {
    return this.ask(input, { type: 'LookUpRequested' });
  }

  @Mutation(() => GivePaymentMethodResult, { description: 'Says how an order is paid that waits for it.' })
  givePaymentMethod(@Args('input') input: GivePaymentMethodInput): Promise<PaymentResult> {
    return this.ask(input, { type: 'MethodGiven', token: input.token });
  }

  @ResolveField(() => PaymentType, { nullable: true, description: 'As it stands now.' })
  async payment(@Parent() { orderId }: PaymentCommandAcceptedType): Promise<PaymentType | null> {
    const payment = await this.queries.execute(new GetPayment(orderId));
    return payment === null ? null : new PaymentType(payment);
  }

  private async ask(input: PaymentCommandInput, command: WrittenCommand): Promise<PaymentResult> {
    return toPaymentResult(await this.door.ask(toAskedCommand(input, command)), input.orderId);
  }
}
