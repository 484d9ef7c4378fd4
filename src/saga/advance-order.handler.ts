import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { AdvanceOrder } from './advance-order.js';
import { OrderWriter, type StepOutcome } from './order-writer.js';

@CommandHandler(AdvanceOrder)
export class AdvanceOrderHandler implements ICommandHandler<AdvanceOrder> {
  constructor(private readonly orders: OrderWriter) {}

  async execute({ orderId, input, delivery }: AdvanceOrder): Promise<StepOutcome> {
    const outcome = await this.orders.advance({ orderId, input, original: delivery?.original });
    delivery?.settlement.committed(outcome);
    return outcome;
  }
}
