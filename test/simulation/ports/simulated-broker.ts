import {
  Broker,
  type BrokerMessage,
  type Consumption,
  type Delivery,
  type Destination,
  type Subscription,
} from '../../../src/broker/broker.js';
import type { BrokerAround } from './broker-around.js';
import type { Claims } from './claims.js';
import { ConsumingLine } from './consuming-line.js';
import type { PortWatch } from './port-watch.js';
import { PublishingLine } from './publishing-line.js';

export class SimulatedBroker extends Broker {
  private readonly publishing: PublishingLine;
  private consuming: ConsumingLine | null = null;

  constructor(
    private readonly around: BrokerAround,
    private readonly watch: PortWatch,
    private readonly claims: Claims,
  ) {
    super();
    this.publishing = new PublishingLine(around);
  }

  override publish(destination: Destination, message: BrokerMessage): Promise<void> {
    this.watch.onPublish(destination, message, this.claims.of(message.messageId));
    return this.publishing.publish(destination, message);
  }

  override async consume(subscription: Subscription, receive: (delivery: Delivery) => void): Promise<Consumption> {
    const line = new ConsumingLine(this.around, subscription, receive, this.watch.onAcknowledge);
    this.consuming = line;
    await line.start();
    return { stop: async () => line.stop() };
  }

  override async declareExchanges(): Promise<void> {}

  override isReachable(): boolean {
    return this.publishing.isOpen;
  }

  override async close(): Promise<void> {
    this.consuming?.kill();
    this.publishing.close();
  }

  /** What was handed on and has no answer yet. */
  underWay(): readonly BrokerMessage[] {
    return this.publishing.underWay();
  }

  /** The broker has heard nothing from the process for too long. */
  goStale(): void {
    this.consuming?.goStale();
    this.publishing.goStale();
  }

  /** The process has died. */
  kill(): void {
    this.consuming?.kill();
    this.publishing.kill();
  }
}
