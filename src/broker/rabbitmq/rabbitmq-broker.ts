import {
  Broker,
  type BrokerMessage,
  BrokerUnavailable,
  type Consumption,
  type Delivery,
  type Destination,
  type Subscription,
} from '../broker.js';
import { StandingSession } from '../standing-session.js';
import { connect } from './connect.js';
import { ConsumingSession } from './consuming-session.js';
import { PublishingSession } from './publishing-session.js';
import { replyCode } from './reply-code.js';
import type { RabbitMqSettings } from './settings.js';
import { Topology } from './topology.js';

type Declaration = { readonly exchanges: readonly string[]; readonly base: string };

/** RabbitMQ 3.10 or later, as MassTransit's services use it. Connects at once, and again for ever; never fails because the broker is down. */
export class RabbitMqBroker extends Broker {
  private readonly topology: Topology;
  private readonly publisher: StandingSession<PublishingSession>;
  private readonly consumers: StandingSession<ConsumingSession>[] = [];
  private readonly declarations: Declaration[] = [];

  constructor(private readonly settings: RabbitMqSettings) {
    super();
    this.topology = new Topology(settings.log);
    this.publisher = new StandingSession('publisher', () => this.openPublisher(), settings.log);
  }

  override publish(destination: Destination, message: BrokerMessage): Promise<void> {
    return this.publisher.current?.publish(destination, message) ?? Promise.reject(new BrokerUnavailable());
  }

  override async consume(subscription: Subscription, receive: (delivery: Delivery) => void): Promise<Consumption> {
    const consumer = new StandingSession(
      `consumer of ${subscription.queue}`,
      async () => {
        const connected = await connect(this.settings, 'consumer');
        return ConsumingSession.open(connected, this.topology, subscription, receive);
      },
      this.settings.log,
    );
    this.consumers.push(consumer);
    await consumer.settled;
    return {
      stop: () => {
        consumer.stop();
        consumer.current?.stop();
        return Promise.resolve();
      },
    };
  }

  /** Resolves once they are declared for the first time: while the broker is down, later. */
  override async declareExchanges(exchanges: readonly string[], base: string): Promise<void> {
    this.declarations.push({ exchanges, base });
    await this.publisher.settled;
    try {
      await this.publisher.current?.declareExchanges(exchanges, base);
    } catch (error) {
      // Without a code the connection was lost; the next session declares them before anything is published over it.
      if (replyCode(error) !== undefined) throw error;
    }
  }

  override isReachable(): boolean {
    return this.publisher.current?.isReady ?? false;
  }

  override async close(): Promise<void> {
    await Promise.all([...this.consumers, this.publisher].map((session) => session.close()));
  }

  private async openPublisher(): Promise<PublishingSession> {
    const connected = await connect(this.settings, 'publisher');
    try {
      const session = await PublishingSession.open(connected, this.topology);
      for (const { exchanges, base } of this.declarations) await session.declareExchanges(exchanges, base);
      return session;
    } catch (error) {
      await connected.close();
      throw error;
    }
  }
}
