import type { Channel, ConsumeMessage, Message } from 'amqplib';
import type { Delivery, Subscription } from '../broker.js';
import { SettledPrefix } from '../settled-prefix.js';
import type { Session } from '../standing-session.js';
import type { Connected } from './connect.js';
import type { Topology } from './topology.js';
import { fromWire } from './wire-message.js';

/** One connection of a consumer; the deliveries that came over it live and die with it. */
export class ConsumingSession implements Session {
  readonly ended: Promise<Error>;
  // By delivery tag: the message itself, with all that the client read from it, needn't outlive its reading.
  private readonly inHand = new SettledPrefix<number>();
  private end: (cause: Error) => void = () => undefined;
  private isFlushing = false;
  private isStopped = false;
  private isOver = false;

  static async open(
    connected: Connected,
    topology: Topology,
    subscription: Subscription,
    receive: (delivery: Delivery) => void,
  ): Promise<ConsumingSession> {
    const { model } = connected;
    try {
      await topology.subscribe(model, subscription);
      const channel = await model.createChannel();
      const session = new ConsumingSession(connected, channel, receive);
      await channel.prefetch(subscription.prefetch);
      await channel.consume(subscription.queue, (message) => session.onMessage(message));
      return session;
    } catch (error) {
      await connected.close();
      throw error;
    }
  }

  private constructor(
    private readonly connected: Connected,
    private readonly channel: Channel,
    private readonly receive: (delivery: Delivery) => void,
  ) {
    this.ended = new Promise((resolve) => {
      this.end = (cause) => {
        this.isOver = true;
        resolve(cause);
      };
    });
    void connected.lost.then((cause) => this.end(cause));
    // The broker closed the channel, for instance after half an hour without an acknowledgement: nothing more may be sent over it.
    channel.on('error', (error) => {
      this.end(error);
      void this.finish(error);
    });
  }

  /**
   * The consumer is not cancelled while deliveries are in hand: the broker would hand the standby later messages
   * of the same orders. What arrives in the meantime is left unsettled, and comes again after them.
   */
  stop(): void {
    this.isStopped = true;
    if (this.inHand.size === 0) void this.close();
  }

  async close(): Promise<void> {
    await this.finish(new Error('We are closing'));
  }

  private onMessage(message: ConsumeMessage | null): void {
    if (this.isOver || this.isStopped) return;
    if (message === null) {
      void this.finish(new Error('The broker cancelled the consumer: its queue was deleted'));
      return;
    }
    const { deliveryTag, exchange, redelivered } = message.fields;
    this.inHand.add(deliveryTag);
    try {
      this.receive({
        message: fromWire(message),
        source: exchange,
        redelivered,
        acknowledge: () => this.acknowledge(deliveryTag),
        abandon: () => void this.finish(new Error('A delivery was abandoned')),
      });
    } catch (cause) {
      void this.finish(new Error('A delivery could not be handed on', { cause }));
    }
  }

  private acknowledge(deliveryTag: number): void {
    if (this.isOver) return;
    this.inHand.settle(deliveryTag);
    if (this.isFlushing) return;
    this.isFlushing = true;
    // One acknowledgement for all that is settled in this turn of the event loop.
    setImmediate(() => {
      this.isFlushing = false;
      this.flush();
      if (this.isStopped && this.inHand.size === 0) void this.close();
    });
  }

  private flush(): void {
    if (this.isOver) return;
    const deliveryTag = this.inHand.take().at(-1);
    // Of a message, its tag is all that the client looks at.
    if (deliveryTag !== undefined) this.channel.ack({ fields: { deliveryTag } } as Message, true);
  }

  /** Ends the session: the broker takes back what is unsettled and hands it out again, in order. */
  private async finish(cause: Error): Promise<void> {
    this.flush();
    this.end(cause);
    await this.connected.close(this.channel);
  }
}
