import {
  Broker,
  type BrokerMessage,
  type Consumption,
  type Delivery,
  type Destination,
  type Subscription,
} from '../../src/broker/broker.js';
import type { Transport } from '../../demo/neighbours/transport.js';

type Receive = (delivery: Delivery) => void;

/** Fanout exchanges and queues in memory: each queue hands on what it gets in order, a turn of the event loop later. */
export class MemoryHub {
  readonly published: { readonly exchange: string; readonly message: BrokerMessage }[] = [];
  /** Deliveries that haven't been handed on yet. */
  pending = 0;
  readonly #bound = new Map<string, Set<string>>();
  readonly #consumers = new Map<string, Receive>();

  connect(): Broker {
    return new MemoryBroker(this);
  }

  get transport(): Transport {
    return {
      connect: () => this.connect(),
      refuseIfInUse: () => Promise.resolve(),
      remove: (queues) => {
        for (const queue of queues) this.#consumers.delete(queue);
        return Promise.resolve();
      },
    };
  }

  bind({ queue, exchanges }: Subscription, receive: Receive): void {
    this.#consumers.set(queue, receive);
    for (const exchange of exchanges) this.#bound.set(exchange, (this.#bound.get(exchange) ?? new Set()).add(queue));
  }

  publish(exchange: string, message: BrokerMessage): void {
    this.published.push({ exchange, message });
    for (const queue of this.#bound.get(exchange) ?? [])
      this.#later(() => {
        const nothing = (): void => undefined;
        this.#consumers.get(queue)?.({
          message,
          source: exchange,
          redelivered: false,
          acknowledge: nothing,
          abandon: nothing,
        });
      });
  }

  #later(deliver: () => void): void {
    this.pending += 1;
    setImmediate(() => {
      deliver();
      this.pending -= 1;
    });
  }
}

class MemoryBroker extends Broker {
  constructor(private readonly hub: MemoryHub) {
    super();
  }

  override publish(destination: Destination, message: BrokerMessage): Promise<void> {
    if ('exchange' in destination) this.hub.publish(destination.exchange, message);
    return Promise.resolve();
  }

  override consume(subscription: Subscription, receive: Receive): Promise<Consumption> {
    this.hub.bind(subscription, receive);
    return Promise.resolve({ stop: () => Promise.resolve() });
  }

  override declareExchanges(): Promise<void> {
    return Promise.resolve();
  }

  override isReachable(): boolean {
    return true;
  }

  override close(): Promise<void> {
    return Promise.resolve();
  }
}
