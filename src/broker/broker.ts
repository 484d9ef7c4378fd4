/** One message as a broker carries it, whatever the broker. */
export type BrokerMessage = {
  /** The transport's own message id property, null where the publisher set none. */
  readonly messageId: string | null;
  readonly contentType: string | null;
  /** Application headers. Values that aren't strings on the wire arrive as their JSON. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
};

/**
 * Where a message goes: a fanout exchange, or one queue by name (copies of dead letters). An event of our own may have no queue
 * that wants it: then it's confirmed all the same. A command's receiver must be there.
 */
export type Destination = { readonly exchange: string; readonly mayGoUnheard?: boolean } | { readonly queue: string };

/**
 * A message that was handed to us and is ours until it's acknowledged.
 * There is no "give it back": a requeue would reorder an order's events. Its functions need no `this`: a copy settles it as well.
 */
export type Delivery = {
  readonly message: BrokerMessage;
  /** The exchange it was published to. */
  readonly source: string;
  readonly redelivered: boolean;
  /** Settles it. Safe to repeat; does nothing once the connection it came on is gone, since the broker will redeliver. */
  readonly acknowledge: () => void;
  /** Closes the channel: this delivery and all unsettled ones come again, in order, after a pause. */
  readonly abandon: () => void;
};

export type Subscription = {
  readonly queue: string;
  /** Fanout exchanges whose messages the queue receives; all are declared. */
  readonly exchanges: readonly string[];
  /** Unsettled deliveries at most: the back-pressure. */
  readonly prefetch: number;
};

export type Consumption = {
  /** No further delivery is handed on; those in hand can still be acknowledged. */
  stop(): Promise<void>;
};

/** The broker is out of reach or dropped the connection: nothing is known about what was under way. Retry later. */
export class BrokerUnavailable extends Error {
  readonly code = 'BROKER.UNAVAILABLE';
  constructor(options?: ErrorOptions) {
    super('The message broker is out of reach', options);
  }
}

/** The broker refused this one message (nack, too large, no queue to route it to): its own fault, to be counted. */
export class PublishNotConfirmed extends Error {
  readonly code = 'BROKER.NOT_CONFIRMED';
  constructor(
    readonly destination: string,
    readonly reason: 'unroutable' | 'refused',
    options?: ErrorOptions,
  ) {
    super(`The broker did not confirm a message to ${destination}: ${reason}`, options);
  }
}

/**
 * The port to a message broker. Each adapter passes test/broker's conformance suite:
 * in-order publishing with confirms, redelivery of the unacknowledged, one active consumer with hot standby, reconnection with backoff.
 */
export abstract class Broker {
  /**
   * Resolves once the broker has confirmed that the message is safe in at least one queue.
   * Messages of one caller reach a queue in the order of the calls.
   * @throws BrokerUnavailable, PublishNotConfirmed
   */
  abstract publish(destination: Destination, message: BrokerMessage): Promise<void>;

  /**
   * Declares the topology and hands every delivery to `receive`, in queue order, at most `prefetch` unsettled at a time.
   * While another process consumes the same queue this one stands by. Resolves when the subscription is first set up;
   * reconnects on its own afterwards, for ever, until stopped.
   */
  abstract consume(subscription: Subscription, receive: (delivery: Delivery) => void): Promise<Consumption>;

  /** Declares fanout exchanges that we publish to, each bound to `base` (MassTransit's exchange of the base type). */
  abstract declareExchanges(exchanges: readonly string[], base: string): Promise<void>;

  /** Whether a publish would find the broker now. */
  abstract isReachable(): boolean;

  /** Closes all connections. Unsettled deliveries go back to the broker. */
  abstract close(): Promise<void>;
}
