import type { ChannelModel, ConfirmChannel as AmqpChannel } from 'amqplib';
import { PublishNotConfirmed } from '../broker.js';
import type { Outgoing } from './outgoing.js';
import { Unconfirmed } from './unconfirmed.js';
import { ReusedHeaders, publishOptions } from './wire-message.js';

/** Enough to keep the broker busy; a bound on what we hold while it's slow to confirm. */
const OUTSTANDING_AT_MOST = 10_000;

export type ConfirmChannelListener = {
  /** The message's fate is known: confirmed, or refused for its own fault. */
  settled(outgoing: Outgoing, fault: PublishNotConfirmed | null): void;
  /** There may be room for another message. */
  progressed(): void;
  /** The channel is gone; `refusal` is the broker's reason, null where the whole connection is gone or we closed. */
  closed(refusal: Error | null, orphans: readonly Outgoing[]): void;
};

/** One AMQP channel in confirm mode. Settles each message when the broker confirms, refuses or returns it. */
export class ConfirmChannel {
  private readonly unconfirmed = new Unconfirmed();
  private readonly headers = new ReusedHeaders();
  private isBufferFull = false;
  private refusal: Error | null = null;

  static async open(connection: ChannelModel, listener: ConfirmChannelListener): Promise<ConfirmChannel> {
    return new ConfirmChannel(await connection.createConfirmChannel(), listener);
  }

  private constructor(
    private readonly channel: AmqpChannel,
    private readonly listener: ConfirmChannelListener,
  ) {
    channel.on('ack', ({ deliveryTag, multiple }) => this.confirm(deliveryTag, multiple, () => null));
    channel.on('nack', ({ deliveryTag, multiple }) => {
      this.confirm(deliveryTag, multiple, ({ destination }) => new PublishNotConfirmed(destination, 'refused'));
    });
    channel.on('return', (message) => {
      const outgoing = this.unconfirmed.takeReturned(message);
      // Its confirm would count it as safe: better to know nothing of any than that of one.
      if (outgoing === undefined) throw new Error('The broker returned a message that was not published');
      listener.settled(outgoing, new PublishNotConfirmed(outgoing.destination, 'unroutable'));
    });
    channel.on('drain', () => {
      this.isBufferFull = false;
      listener.progressed();
    });
    channel.on('error', (error) => (this.refusal = error));
    channel.on('close', () => listener.closed(this.refusal, this.unconfirmed.takeAll()));
  }

  get isIdle(): boolean {
    return this.unconfirmed.size === 0;
  }

  get hasRoom(): boolean {
    return !this.isBufferFull && this.unconfirmed.size < OUTSTANDING_AT_MOST;
  }

  send(outgoing: Outgoing): void {
    const { exchange, routingKey, mandatory, message } = outgoing;
    try {
      const options = publishOptions(message, this.headers.of(message), mandatory);
      this.isBufferFull = !this.channel.publish(exchange, routingKey, message.body, options);
    } catch (cause) {
      // Nothing was written: it can't be encoded (a name over 255 bytes, headers over 64 KiB).
      this.listener.settled(outgoing, new PublishNotConfirmed(outgoing.destination, 'refused', { cause }));
      return;
    }
    this.unconfirmed.add(outgoing);
  }

  private confirm(tag: number, multiple: boolean, fault: (outgoing: Outgoing) => PublishNotConfirmed | null): void {
    for (const outgoing of this.unconfirmed.take(tag, multiple)) this.listener.settled(outgoing, fault(outgoing));
    this.listener.progressed();
  }
}
