import { randomUUID } from 'node:crypto';
import type { Broker, BrokerMessage, Delivery } from '../../src/broker/broker.js';
import { eventually } from '../tools/eventually.js';

/** What an adapter's tests run in. */
export type World = {
  /** A new instance, as of another process, that may not have reached its server yet. */
  open(): Broker;
  /** The server drops all connections. */
  dropConnections(): Promise<void>;
  /** From now on the server can't be reached at all, or can again. */
  setReachable(isReachable: boolean): void;
  /** A name for a queue or an exchange that no other run uses; what has it is deleted at the end. */
  name(stem: string): string;
  warnings(): readonly string[];
  dispose(): Promise<void>;
};

export class Names {
  readonly given: string[] = [];
  private readonly run = randomUUID().slice(0, 8);

  give(stem: string): string {
    const name = `test-${this.run}-${String(this.given.length)}-${stem}`;
    this.given.push(name);
    return name;
  }
}

export function message(text: string, properties: Partial<BrokerMessage> = {}): BrokerMessage {
  return { messageId: text, contentType: 'text/plain', headers: {}, body: Buffer.from(text), ...properties };
}

export function numbered(from: number, to: number): string[] {
  return Array.from({ length: to - from + 1 }, (_, index) => String(from + index));
}

export async function reachable(broker: Broker): Promise<Broker> {
  await eventually(() => {
    if (!broker.isReachable()) throw new Error('The broker is out of reach');
  });
  return broker;
}

/** Publishes one after the other, each until it's confirmed: as the relay does with one order's messages. */
export async function publishInTurn(broker: Broker, exchange: string, texts: readonly string[]): Promise<void> {
  for (const text of texts) {
    await eventually(() => broker.publish({ exchange }, message(text)), { within: 30_000 });
  }
}

/** What a consumer got, in order. */
export class Received {
  readonly deliveries: Delivery[] = [];

  get texts(): string[] {
    return this.deliveries.map((delivery) => delivery.message.body.toString());
  }

  /** Without the repetitions that a lost connection may bring. */
  get firstTimes(): string[] {
    return [...new Set(this.texts)];
  }

  readonly keep = (delivery: Delivery): void => {
    this.deliveries.push(delivery);
  };

  readonly acknowledge = (delivery: Delivery): void => {
    this.deliveries.push(delivery);
    delivery.acknowledge();
  };

  at(index: number): Delivery {
    const delivery = this.deliveries.at(index);
    if (delivery === undefined) throw new Error(`Nothing was delivered at ${String(index)}`);
    return delivery;
  }

  clear(): void {
    this.deliveries.length = 0;
  }
}
