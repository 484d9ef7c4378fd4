import { Command } from '@nestjs/cqrs';
import { z } from 'zod';
import type { MessageId, OrderId } from '../kernel/ids.js';
import type { Caused } from '../order/cause.js';
import type { OrderInput } from '../order/input.js';
import type { OriginalMessage, StepOutcome } from './order-writer.js';
import type { Settlement } from './settlement.js';

export type BrokerDelivery = { readonly original: OriginalMessage; readonly settlement: Settlement };

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Hands an input to its order: the one command that moves orders, whoever sends it (neighbours, timers, operators). */
export class AdvanceOrder extends Command<StepOutcome> {
  static readonly rules = z.object({
    orderId: z.string().regex(uuid, 'must be a UUID in lower case'),
    messageId: z.string().min(1, 'must not be empty').max(1024, 'must have at most 1024 characters'),
  });

  readonly messageId: MessageId;

  constructor(
    readonly orderId: OrderId,
    readonly input: Caused<OrderInput>,
    readonly delivery?: BrokerDelivery,
  ) {
    super();
    this.messageId = input.cause.messageId;
  }
}
