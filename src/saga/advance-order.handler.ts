import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { AdvanceOrder } from './advance-order.js';
import { OrderWriter, type StepOutcome } from './order-writer.js';

@CommandHandler(AdvanceOrder)
export class AdvanceOrderHandler implements ICommandHandler<AdvanceOrder> {
  constructor(private readonly orders: OrderWriter) {}

  // Not async: its generator is half a kilobyte for each event in hand.
  execute({ orderId, input, delivery }: AdvanceOrder): Promise<StepOutcome> {
    return this.orders.advance({ orderId, input, original: delivery?.original }).then((outcome) => {
      delivery?.settlement.committed(outcome);
      return outcome;
    });
  }
}
