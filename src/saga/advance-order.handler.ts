import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { AdvanceOrder } from './advance-order.js';
import { OrderWriter, type StepOutcome } from './order-writer.js';

@CommandHandler(AdvanceOrder)
export class AdvanceOrderHandler implements ICommandHandler<AdvanceOrder> {
  constructor(private readonly orders: OrderWriter) {}

  // Not async: its generator is half a kilobyte for each event in hand.
  execute({ orderId, input, delivery }: AdvanceOrder): Promise<StepOutcome> {
    const advanced = this.orders.advance({ orderId, input, original: delivery?.original });
    if (delivery === undefined) return advanced;
    const { settlement } = delivery;
    return advanced.then((outcome) => {
      settlement.committed(outcome);
      return outcome;
    });
  }
}
