import {
  Broker,
  type BrokerMessage,
  BrokerUnavailable,
  type Consumption,
  type Delivery,
  type Destination,
  PublishNotConfirmed,
  type Subscription,
} from '../broker.js';
import { StandingSession } from '../standing-session.js';
import { connect } from './connect.js';
import { ConsumingSession } from './consuming-session.js';
import { nameOf } from './outgoing.js';
import { PublishingSession } from './publishing-session.js';
import type { EmbeddedBrokerSettings } from './settings.js';

/** A broker in two tables of PostgreSQL, `broker_bindings` and `broker_messages`: needs no server of its own. */
export class EmbeddedBroker extends Broker {
  private readonly publisher: StandingSession<PublishingSession>;
  private readonly consumers: StandingSession<ConsumingSession>[] = [];
  private readonly baseOf = new Map<string, string>();

  constructor(private readonly settings: EmbeddedBrokerSettings) {
    super();
    this.publisher = new StandingSession(
      'publisher',
      async () => new PublishingSession(await connect(settings, 'publisher')),
      settings.log,
    );
  }

  override publish(destination: Destination, message: BrokerMessage): Promise<void> {
    return new Promise((resolve, reject) => {
      const session = this.publisher.current;
      if (session === null) reject(new BrokerUnavailable());
      else if (isUnstorable(destination, message)) reject(new PublishNotConfirmed(nameOf(destination), 'refused'));
      else session.publish({ destination, base: this.base(destination), message, resolve, reject });
    });
  }

  override async consume(subscription: Subscription, receive: (delivery: Delivery) => void): Promise<Consumption> {
    const consumer = new StandingSession(
      `consumer of ${subscription.queue}`,
      async () => ConsumingSession.open(await connect(this.settings, 'consumer'), subscription, receive),
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

  /** An exchange is here nothing but its bindings, and only its publishers need to know its base. */
  override async declareExchanges(exchanges: readonly string[], base: string): Promise<void> {
    for (const exchange of exchanges) this.baseOf.set(exchange, base);
    await this.publisher.settled;
  }

  override isReachable(): boolean {
    return this.publisher.current !== null;
  }

  override async close(): Promise<void> {
    await Promise.all([...this.consumers, this.publisher].map((session) => session.close()));
  }

  private base(destination: Destination): string | null {
    return 'exchange' in destination ? (this.baseOf.get(destination.exchange) ?? null) : null;
  }
}

/** PostgreSQL's text has no NUL; headers may have it, since they are kept as JSON. */
function isUnstorable(destination: Destination, { messageId, contentType }: BrokerMessage): boolean {
  return [nameOf(destination), messageId, contentType].some((text) => text?.includes('\0'));
}
