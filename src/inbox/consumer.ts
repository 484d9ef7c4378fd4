import { Injectable } from '@nestjs/common';
import { EventBus } from '@nestjs/cqrs';
import { Broker, type Consumption, type Delivery, type Subscription } from '../broker/broker.js';
import type { DecodeMessage } from '../contracts/codec.js';
import { IntegrationEventReceived } from '../saga/integration-event-received.js';
import { DeliverySettlement } from './delivery-settlement.js';
import { Burial } from './burial.js';

/**
 * The endpoint: hands every delivery to the saga, or to the dead letters when it can't be read.
 * A delivery is acknowledged by its settlement and nowhere else.
 */
@Injectable()
export class Consumer {
  private consumption: Consumption | null = null;
  private inHand = 0;
  private readonly emptied: (() => void)[] = [];

  constructor(
    private readonly broker: Broker,
    private readonly events: EventBus,
    private readonly burial: Burial,
    private readonly wire: { readonly decode: DecodeMessage; readonly subscription: Subscription },
  ) {}

  /** Resolves when the subscription is first set up; deliveries flow from then on, over reconnections. */
  async start(): Promise<void> {
    this.consumption = await this.broker.consume(this.wire.subscription, (delivery) => {
      this.receive(delivery);
    });
  }

  /** Whether the queue was declared and bound: before that, a neighbour's events could find no queue. */
  isSubscribed(): boolean {
    return this.consumption !== null;
  }

  /** Takes no further delivery and waits until those in hand are settled. */
  async stop(): Promise<void> {
    await this.consumption?.stop();
    if (this.inHand > 0) await new Promise<void>((resolve) => this.emptied.push(resolve));
  }

  private readonly settled = (): void => {
    this.inHand -= 1;
    if (this.inHand === 0) for (const resolve of this.emptied.splice(0)) resolve();
  };

  private receive(delivery: Delivery): void {
    this.inHand += 1;
    const settlement = new DeliverySettlement(delivery, this.burial, this.settled);
    try {
      this.handOn(delivery, settlement);
    } catch (error) {
      // Left to the broker's client it would come again, and again, before everything behind it.
      settlement.failed(error);
    }
  }

  private handOn(delivery: Delivery, settlement: DeliverySettlement): void {
    const decoded = this.wire.decode(delivery.message);
    if (!decoded.ok) {
      settlement.unreadable(decoded.fault);
      return;
    }
    const { event } = decoded;
    settlement.concerns(event);
    const { contentType, headers, body } = delivery.message;
    const original = { type: event.type, source: delivery.source, contentType, headers, body };
    this.events.publish(new IntegrationEventReceived(event, original, settlement));
  }
}
