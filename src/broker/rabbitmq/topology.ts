import type { Channel, ChannelModel } from 'amqplib';
import type { Subscription } from '../broker.js';
import type { BrokerLog } from '../broker-log.js';
import { replyCode } from './reply-code.js';

const ACCESS_REFUSED = 403;
const PRECONDITION_FAILED = 406;

/**
 * What we declare, each on a channel of its own, since a refused declaration closes its channel.
 * What exists with other properties, or may not be declared by us, is used as it is: a predecessor's queue still holds messages.
 */
export class Topology {
  private readonly warnedOf = new Set<string>();

  constructor(private readonly log: BrokerLog) {}

  /** The queue, its exchanges, and the exchange of the queue's own name, to which MassTransit's senders send. */
  async subscribe(connection: ChannelModel, { queue, exchanges }: Subscription): Promise<void> {
    const options = { durable: true, arguments: queueArguments(connection.connection.serverProperties.version) };
    await this.declare(connection, `queue ${queue}`, (channel) => channel.assertQueue(queue, options));
    for (const exchange of new Set([queue, ...exchanges])) {
      await this.fanout(connection, exchange);
      await onChannel(connection, (channel) => channel.bindQueue(queue, exchange, ''));
    }
  }

  async publishTo(connection: ChannelModel, exchanges: readonly string[], base: string): Promise<void> {
    await this.fanout(connection, base);
    for (const exchange of exchanges) {
      await this.fanout(connection, exchange);
      await onChannel(connection, (channel) => channel.bindExchange(base, exchange, ''));
    }
  }

  /** A queue for copies of dead letters, declared as MassTransit declares its own. */
  async copies(connection: ChannelModel, queue: string): Promise<void> {
    await this.declare(connection, `queue ${queue}`, (channel) => channel.assertQueue(queue, { durable: true }));
  }

  private async fanout(connection: ChannelModel, exchange: string): Promise<void> {
    await this.declare(connection, `exchange ${exchange}`, (channel) =>
      channel.assertExchange(exchange, 'fanout', { durable: true }),
    );
  }

  private async declare(
    connection: ChannelModel,
    what: string,
    declare: (channel: Channel) => Promise<unknown>,
  ): Promise<void> {
    try {
      await onChannel(connection, declare);
    } catch (error) {
      const code = replyCode(error);
      if (code !== PRECONDITION_FAILED && code !== ACCESS_REFUSED) throw error;
      if (this.warnedOf.has(what)) return;
      this.warnedOf.add(what);
      this.log.warn({ what, err: error }, 'The broker refused our declaration: used as it is');
    }
  }
}

async function onChannel(connection: ChannelModel, act: (channel: Channel) => Promise<unknown>): Promise<void> {
  const channel = await connection.createChannel();
  // The broker's refusal is also what `act` rejects with.
  channel.on('error', () => undefined);
  const closed = new Promise<void>((resolve) => channel.once('close', () => resolve()));
  await act(channel);
  // Not waited for: where the connection goes before the broker's answer it never settles, and who opens a session would wait for ever.
  channel.close().catch(() => undefined);
  await closed;
}

/** One active consumer, or two would reorder an order's events; no delivery limit, or dropped connections would dead-letter healthy messages. */
function queueArguments(serverVersion: string): Readonly<Record<string, unknown>> {
  const ours = { 'x-queue-type': 'quorum', 'x-single-active-consumer': true };
  // Since 4.0 the limit is 20 unless told otherwise; 3.x has none, and refuses a negative one.
  return Number.parseInt(serverVersion, 10) >= 4 ? { ...ours, 'x-delivery-limit': -1 } : ours;
}
