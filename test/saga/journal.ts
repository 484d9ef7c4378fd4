import { jest } from '@jest/globals';
import {
  Broker,
  type BrokerMessage,
  type Consumption,
  type Delivery,
  type Destination,
  type Subscription,
} from '../../src/broker/broker.js';
import { DeadLetters } from '../../src/saga/dead-letters.js';
import { type OrderWrite, Tables } from '../../src/store/tables.js';
import type { RunningService } from '../tools/test-service.js';

type Happening = 'delivered' | 'committed' | 'buried' | 'acknowledged' | 'abandoned';

/** What happened to each message, in the order in which it happened in this process. */
export class Journal {
  private readonly entries = new Map<string, Happening[]>();

  note(messageId: string | null, happening: Happening): void {
    const known = this.entries.get(messageId ?? '');
    if (known === undefined) this.entries.set(messageId ?? '', [happening]);
    else known.push(happening);
  }

  of(messageId: string): readonly Happening[] {
    return this.entries.get(messageId) ?? [];
  }

  count(happening: Happening): number {
    return [...this.entries.values()].filter((happened) => happened.includes(happening)).length;
  }

  /** Messages that were acknowledged before they were safe. */
  tooEarly(): readonly string[] {
    return [...this.entries].flatMap(([messageId, happened]) => {
      const acknowledged = happened.indexOf('acknowledged');
      const safe = happened.findIndex((one) => one === 'committed' || one === 'buried');
      return acknowledged !== -1 && (safe === -1 || acknowledged < safe) ? [messageId] : [];
    });
  }

  /** Notes from now on what the service commits and buries. */
  watch({ app }: RunningService): void {
    const tables = app.get(Tables, { strict: false });
    const write = tables.write.bind(tables);
    jest.spyOn(tables, 'write').mockImplementation(async (writes: readonly OrderWrite[]) => {
      const written = await write(writes);
      for (const { orderId, applied } of writes) {
        if (written.has(orderId)) for (const messageId of applied) this.note(messageId, 'committed');
      }
      return written;
    });
    const letters = app.get(DeadLetters, { strict: false });
    const bury = letters.bury.bind(letters);
    jest.spyOn(letters, 'bury').mockImplementation(async (letter) => {
      await bury(letter);
      this.note(letter.message.messageId, 'buried');
    });
  }
}

/** A broker that notes what is delivered, acknowledged and given up. */
export class WatchedBroker extends Broker {
  private held: (() => void)[] | null = [];

  constructor(
    private readonly inner: Broker,
    private readonly journal: Journal,
  ) {
    super();
  }

  /** Hands on what was delivered, from now on at once. */
  begin(): void {
    const held = this.held ?? [];
    this.held = null;
    for (const handOn of held) handOn();
  }

  override consume(subscription: Subscription, receive: (delivery: Delivery) => void): Promise<Consumption> {
    return this.inner.consume(subscription, (delivery) => {
      const handOn = () => {
        receive(this.watched(delivery));
      };
      if (this.held === null) handOn();
      else this.held.push(handOn);
    });
  }

  override publish(destination: Destination, message: BrokerMessage): Promise<void> {
    return this.inner.publish(destination, message);
  }

  override declareExchanges(exchanges: readonly string[], base: string): Promise<void> {
    return this.inner.declareExchanges(exchanges, base);
  }

  override isReachable(): boolean {
    return this.inner.isReachable();
  }

  override close(): Promise<void> {
    return this.inner.close();
  }

  private watched(delivery: Delivery): Delivery {
    const { messageId } = delivery.message;
    this.journal.note(messageId, 'delivered');
    return {
      ...delivery,
      acknowledge: () => {
        this.journal.note(messageId, 'acknowledged');
        delivery.acknowledge();
      },
      abandon: () => {
        this.journal.note(messageId, 'abandoned');
        delivery.abandon();
      },
    };
  }
}
