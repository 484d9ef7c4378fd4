import { randomUUID } from 'node:crypto';
import { v7 } from 'uuid';
import type { Broker, BrokerMessage, Delivery } from '../../src/broker/broker.js';
import { eventually } from '../tools/eventually.js';
import { neighboursQueue } from '../tools/test-service.js';
import { massTransit, type WriteEnvelope } from './envelopes.js';

/** A command as a neighbour received it. */
export type Heard = {
  readonly exchange: string;
  readonly message: BrokerMessage;
  readonly type: string;
  readonly messageId: string;
  readonly fields: Readonly<Record<string, unknown>>;
};

type Envelope = {
  readonly messageId?: string;
  readonly id?: string;
  readonly message?: Readonly<Record<string, unknown>>;
  readonly data?: Readonly<Record<string, unknown>>;
};

const commands = ['PlaceOrder', 'DeleteBasketComplete', 'DeleteBasketFailed', 'CompleteOrder', 'CancelOrder'];
const exchangeOf = (type: string): string => `BookWorm.Contracts:${type}`;
const commandExchanges = commands.map((name) => exchangeOf(`${name}Command`));

export type Payload = Readonly<Record<string, unknown>>;

/** All neighbours in one: says what they say, and hears what they hear, in the order of its one queue. */
export class Neighbours {
  readonly heard: Heard[] = [];
  /** What was said, as it went out. */
  readonly said: { readonly exchange: string; readonly message: BrokerMessage }[] = [];

  private constructor(
    private readonly broker: Broker,
    private readonly write: WriteEnvelope,
  ) {}

  static async join(broker: Broker, write: WriteEnvelope = massTransit): Promise<Neighbours> {
    const neighbours = new Neighbours(broker, write);
    await broker.consume({ queue: neighboursQueue, exchanges: commandExchanges, prefetch: 1_000 }, (delivery) => {
      neighbours.hear(delivery);
    });
    return neighbours;
  }

  static order(payload: Payload = {}): Payload & { readonly orderId: string } {
    return {
      orderId: v7(),
      basketId: v7(),
      fullName: 'Mai Tran',
      email: 'mai.tran@example.test',
      totalMoney: '42.50',
      ...payload,
    };
  }

  /** Resolves when the broker has it. */
  async say(type: string, payload: Payload, messageId: string = v7()): Promise<void> {
    await this.send(exchangeOf(type), this.write({ type, messageId, conversationId: randomUUID(), payload }));
  }

  /** The same message again, byte for byte. */
  async repeat(messageId: string): Promise<void> {
    const known = this.said.find(({ message }) => message.messageId === messageId);
    if (known === undefined) throw new Error(`Nothing was said under ${messageId}`);
    await this.send(known.exchange, known.message);
  }

  async send(exchange: string, message: BrokerMessage): Promise<void> {
    this.said.push({ exchange, message });
    // Until the service has bound its queue there is no route, and until we are connected no broker.
    await eventually(() => this.broker.publish({ exchange }, message), { within: 20_000 });
  }

  commandsOf(orderId: unknown): readonly Heard[] {
    return this.heard.filter(({ fields }) => fields.orderId === orderId);
  }

  private hear(delivery: Delivery): void {
    const { message, source } = delivery;
    const envelope = JSON.parse(message.body.toString()) as Envelope;
    this.heard.push({
      exchange: source,
      message,
      type: source.slice(source.indexOf(':') + 1),
      messageId: envelope.messageId ?? envelope.id ?? '',
      fields: envelope.message ?? envelope.data ?? {},
    });
    delivery.acknowledge();
  }
}
