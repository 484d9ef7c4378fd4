import { setTimeout as pause } from 'node:timers/promises';
import type { BrokerMessage, Consumption, Subscription } from '../../src/broker/broker.js';
import { RabbitMqBroker } from '../../src/broker/rabbitmq/rabbitmq-broker.js';
import { Recorder } from './recorder.js';

const quiet = { info: () => undefined, warn: () => undefined };
const retryAfterMs = 100;

export const neighboursQueue = 'chaos-neighbours';

export const commandExchanges: readonly string[] = [
  'PlaceOrderCommand',
  'DeleteBasketCompleteCommand',
  'DeleteBasketFailedCommand',
  'CompleteOrderCommand',
  'CancelOrderCommand',
].map((name) => `BookWorm.Contracts:${name}`);

const announcementExchanges: readonly string[] = [
  'PaymentAuthorizedIntegrationEvent',
  'PaymentCapturedIntegrationEvent',
  'PaymentSettledIntegrationEvent',
  'PaymentVoidedIntegrationEvent',
  'PaymentRefundedIntegrationEvent',
  'PaymentDeclinedIntegrationEvent',
].map((name) => `BookWorm.Contracts:${name}`);

const exchanges = [...commandExchanges, ...announcementExchanges];
const subscription: Subscription = { queue: neighboursQueue, exchanges, prefetch: 500 };

/** All neighbours in one: what the broker has confirmed of what they said, and all that they heard. */
export class Neighbours {
  readonly recorder = new Recorder();
  /** By order, each message once, as the broker confirmed it: in the order in which they were said. */
  readonly said = new Map<string, BrokerMessage[]>();
  /** By message id. */
  readonly poison = new Set<string>();
  private readonly broker: RabbitMqBroker;
  private consumption: Consumption | null = null;

  constructor(url: string) {
    this.broker = new RabbitMqBroker({ url, log: quiet, name: 'chaos neighbours' });
  }

  async join(): Promise<void> {
    this.consumption = await this.broker.consume(subscription, (delivery) => this.recorder.receive(delivery));
  }

  /** Nobody listens while `work` goes on: what arrives lies in the queue. */
  async deafDuring(work: () => Promise<void>): Promise<void> {
    await this.consumption?.stop();
    try {
      await work();
    } finally {
      await this.join();
    }
  }

  /** Resolves when the broker has confirmed it, however long that takes. */
  async say(orderId: string, exchange: string, message: BrokerMessage): Promise<void> {
    await this.publish(exchange, message);
    const said = this.said.get(orderId) ?? [];
    if (!said.some(({ messageId }) => messageId === message.messageId)) this.said.set(orderId, [...said, message]);
  }

  async poisonWith(exchange: string, message: BrokerMessage): Promise<void> {
    await this.publish(exchange, message);
    this.poison.add(message.messageId ?? '');
  }

  close(): Promise<void> {
    return this.broker.close();
  }

  private async publish(exchange: string, message: BrokerMessage): Promise<void> {
    for (;;) {
      try {
        await this.broker.publish({ exchange }, message);
        return;
      } catch {
        // The broker is away, or the service has no queue at the moment; a neighbour has an outbox of its own.
        await pause(retryAfterMs);
      }
    }
  }
}
