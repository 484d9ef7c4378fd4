import { type ChannelModel, type ConfirmChannel, connect } from 'amqplib';
import { commandNames } from '../../demo/neighbours/fate.js';
import { exchangeOf } from '../../demo/neighbours/wire.js';
import { Topology } from '../../src/broker/rabbitmq/topology.js';
import { eventExchanges, financeQueue } from '../../src/contracts/topology.js';
import { silentBrokerLog } from './silent-broker-log.js';
import type { EventMessage } from './three-steps.js';

export type NeighboursSettings = { readonly brokerUrl: string; readonly prefix: string };

/** Where all commands of the service arrive. */
export const commandsQueue = 'bench-commands';

/** The neighbours' side of the broker: raw channels, so that they cost the service's machine as little as can be. */
export class Neighbours {
  /** What the service consumes from. */
  readonly financeQueue: string;
  readonly commandsQueue: string;

  /** Declares the service's queue as the service does, so that a backlog can wait there before it runs, and a queue for all its commands. */
  static async open({ brokerUrl, prefix }: NeighboursSettings): Promise<Neighbours> {
    const connection = await connect(brokerUrl, { noDelay: true });
    const neighbours = new Neighbours(connection, await connection.createConfirmChannel(), prefix);
    await neighbours.declare();
    return neighbours;
  }

  private constructor(
    readonly connection: ChannelModel,
    readonly channel: ConfirmChannel,
    private readonly prefix: string,
  ) {
    this.financeQueue = prefix + financeQueue;
    this.commandsQueue = prefix + commandsQueue;
  }

  /** The name on this broker of an exchange or queue of the service. */
  readonly nameOf = (name: string): string => this.prefix + name;

  publish({ exchange, body, messageId, contentType, headers }: EventMessage): boolean {
    const properties = { persistent: true, messageId, contentType: contentType ?? '', headers };
    return this.channel.publish(this.prefix + exchange, '', body, properties);
  }

  /** Messages that wait in the queue, and are with no consumer. */
  async waiting(queue: string): Promise<number> {
    return (await this.channel.checkQueue(queue)).messageCount;
  }

  private async declare(): Promise<void> {
    const exchanges = eventExchanges.map((name) => this.prefix + name);
    await new Topology(silentBrokerLog).subscribe(this.connection, {
      queue: this.financeQueue,
      exchanges,
      prefetch: 0,
    });
    await this.channel.assertQueue(this.commandsQueue, { durable: true, arguments: { 'x-queue-type': 'quorum' } });
    for (const command of commandNames) {
      const exchange = this.prefix + exchangeOf(command);
      await this.channel.assertExchange(exchange, 'fanout', { durable: true });
      await this.channel.bindQueue(this.commandsQueue, exchange, '');
    }
  }
}
