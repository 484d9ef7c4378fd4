import { setTimeout as pause } from 'node:timers/promises';
import { type Broker, BrokerUnavailable, type Delivery } from '../../src/broker/broker.js';
import type { CommandName, EventName } from './fate.js';
import type { Life, Receiver } from './life.js';
import type { Lives } from './lives.js';
import { type Claim, claimOf } from './plan.js';
import { uuidV7 } from './random.js';
import { type Codec, exchangeOf, type IncomingCommand } from './wire.js';

const prefetch = 100;
const retryAfterMs = 200;

/** A neighbour's way to the broker: it sends the neighbour's events and notes every command that it receives. */
export class Post {
  #closing = false;

  constructor(
    private readonly broker: Broker,
    private readonly codec: Codec,
    private readonly lives: Lives,
    readonly owner: Receiver,
  ) {}

  /** Resolves once the exchanges that this neighbour publishes to are there. */
  declare(exchanges: readonly string[], base: string): Promise<void> {
    return this.broker.declareExchanges(exchanges, base);
  }

  /** Hands each command to `act` the first time that it comes: a neighbour's inbox drops what it has had before. */
  async listen(
    queue: string,
    names: readonly CommandName[],
    act: (command: IncomingCommand, life: Life) => void,
  ): Promise<void> {
    await this.broker.consume({ queue, exchanges: names.map(exchangeOf), prefetch }, (delivery) => {
      this.#take(delivery, queue, act);
      delivery.acknowledge();
    });
  }

  /** Sends an event `copies` times under one message id. Resolves once the broker has all of them. */
  async send(
    life: Life,
    name: EventName,
    { claim = claimOf(life.order), copies = 1 }: { claim?: Claim; copies?: number } = {},
  ) {
    if (this.owner === 'Auditor') throw new Error('The auditor only listens');
    const { id: conversationId, traceId } = life.order.conversations[name];
    const sentAt = new Date();
    const messageId = uuidV7();
    const message = this.codec.encode({ name, from: this.owner, messageId, conversationId, traceId, claim, sentAt });
    this.lives.publishing(life, name, messageId);
    const exchange = exchangeOf(name);
    const send = async (): Promise<void> => {
      try {
        await this.broker.publish({ exchange }, message);
      } catch (error) {
        if (!(error instanceof BrokerUnavailable) || this.#closing) throw error;
        await pause(retryAfterMs);
        await send();
      }
    };
    await Promise.all(Array.from({ length: copies }, send));
  }

  async close(): Promise<void> {
    this.#closing = true;
    await this.broker.close();
  }

  #take({ message, source }: Delivery, queue: string, act: (command: IncomingCommand, life: Life) => void): void {
    const command = this.codec.decode(message, source);
    if ('unreadable' in command) {
      this.lives.stray(`${queue}: ${command.unreadable}`);
      return;
    }
    const received = this.lives.receive(this.owner, command, message);
    const life = this.lives.get(String(command.data['orderId']));
    if (received === 'first' && life !== undefined) act(command, life);
  }
}
