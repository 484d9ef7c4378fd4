import {
  Broker,
  type BrokerMessage,
  type Consumption,
  type Delivery,
  type Destination,
  type Subscription,
} from './broker.js';

/** Puts a prefix before every exchange and queue, so that installations that share a broker don't hear each other. */
export class PrefixedBroker extends Broker {
  constructor(
    private readonly inner: Broker,
    private readonly prefix: string,
  ) {
    super();
  }

  override publish(destination: Destination, message: BrokerMessage): Promise<void> {
    return this.inner.publish(
      'exchange' in destination
        ? { ...destination, exchange: this.prefix + destination.exchange }
        : { queue: this.prefix + destination.queue },
      message,
    );
  }

  override consume(subscription: Subscription, receive: (delivery: Delivery) => void): Promise<Consumption> {
    const { queue, exchanges, prefetch } = subscription;
    const prefixed = { queue: this.prefix + queue, exchanges: exchanges.map((name) => this.prefix + name), prefetch };
    return this.inner.consume(prefixed, (delivery) => {
      receive({ ...delivery, source: this.withoutPrefix(delivery.source) });
    });
  }

  override declareExchanges(exchanges: readonly string[], base: string): Promise<void> {
    return this.inner.declareExchanges(
      exchanges.map((name) => this.prefix + name),
      this.prefix + base,
    );
  }

  override isReachable(): boolean {
    return this.inner.isReachable();
  }

  override close(): Promise<void> {
    return this.inner.close();
  }

  private withoutPrefix(name: string): string {
    return name.startsWith(this.prefix) ? name.slice(this.prefix.length) : name;
  }
}
