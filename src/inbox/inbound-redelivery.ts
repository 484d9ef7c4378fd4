import { EventBus } from '@nestjs/cqrs';
import type { DecodeMessage, IntegrationEvent, RawMessage } from '../contracts/codec.js';
import { IntegrationEventReceived } from '../saga/integration-event-received.js';
import { type StepOutcome, WriterClosed } from '../saga/order-writer.js';
import { type Redelivered, Redelivery } from '../saga/redelivery.js';
import { describeFault } from './describe-fault.js';

/** Reads a message again and hands it to the saga, as the consumer does; there is no broker to tell. */
export class InboundRedelivery extends Redelivery {
  constructor(
    private readonly events: EventBus,
    private readonly decode: DecodeMessage,
  ) {
    super();
  }

  override async redeliver(source: string, message: RawMessage): Promise<Redelivered> {
    let event: IntegrationEvent | null = null;
    try {
      // Nothing may be awaited before the event is on its bus: that is what keeps an order's messages in their order.
      const decoded = this.decode(message);
      if (!decoded.ok) return { outcome: 'failed', orderId: null, ...decoded.fault };
      event = decoded.event;
      const outcome = await this.handOn(event, source, message);
      return { outcome, orderId: event.orderId, type: event.type };
    } catch (error) {
      if (error instanceof WriterClosed) throw error;
      return {
        ...{ outcome: 'failed', reason: 'HandlerFailed', detail: describeFault(error) },
        ...{ orderId: event?.orderId ?? null, type: event?.type ?? null },
      };
    }
  }

  private handOn(event: IntegrationEvent, source: string, message: RawMessage): Promise<StepOutcome> {
    const { contentType, headers, body } = message;
    const original = { type: event.type, source, contentType, headers, body };
    return new Promise((resolve, reject) => {
      const settlement = { committed: resolve, failed: reject };
      this.events.publish(new IntegrationEventReceived(event, original, settlement));
    });
  }
}
