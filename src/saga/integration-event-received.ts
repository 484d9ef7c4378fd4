import type { IEvent } from '@nestjs/cqrs';
import type { IntegrationEvent } from '../contracts/codec.js';
import type { OriginalMessage } from './order-writer.js';
import type { Settlement } from './settlement.js';

/** An integration event on the EventBus, with the delivery that it settles. */
export class IntegrationEventReceived implements IEvent {
  constructor(
    readonly event: IntegrationEvent,
    readonly original: OriginalMessage,
    readonly settlement: Settlement,
  ) {}
}
