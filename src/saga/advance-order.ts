import { Command } from '@nestjs/cqrs';
import { z } from 'zod';
import type { MessageId, OrderId } from '../kernel/ids.js';
import type { Caused } from '../order/cause.js';
import { orderIdRule } from './order-id-rule.js';
import type { AnyInput, OriginalMessage, StepOutcome } from './order-writer.js';
import type { Settlement } from './settlement.js';

export type BrokerDelivery = { readonly original: OriginalMessage; readonly settlement: Settlement };

/** Hands an input to its order: the one command that moves orders and payments, whoever sends it but a person: see OperatePayment. */
export class AdvanceOrder extends Command<StepOutcome> {
  static readonly rules = z.object({
    orderId: orderIdRule,
    messageId: z.string().min(1, 'must not be empty').max(1024, 'must have at most 1024 characters'),
  });

  readonly messageId: MessageId;

  constructor(
    readonly orderId: OrderId,
    readonly input: Caused<AnyInput>,
    readonly delivery?: BrokerDelivery,
  ) {
    super();
    this.messageId = input.cause.messageId;
  }
}
