import { setTimeout as pause } from 'node:timers/promises';
import {
  Broker,
  type BrokerMessage,
  BrokerUnavailable,
  type Consumption,
  type Destination,
  PublishNotConfirmed,
} from '../../src/broker/broker.js';

export type Fate = 'confirmed' | 'refused' | 'unroutable' | 'lost';

/** A publish as the broker saw it begin. */
export type Attempt = {
  readonly orderId: string;
  readonly sequence: number;
  readonly messageId: string | null;
  readonly body: string;
};

type Named = { readonly orderId: string; readonly sequence: number };

/** Does with each publish what the test says, and writes down what would break an order's order. */
export class FakeBroker extends Broker {
  readonly attempts: Attempt[] = [];
  readonly confirmed: Attempt[] = [];
  /** Publishes that began while one of the same order was out. */
  readonly overlaps: Attempt[] = [];
  private readonly out = new Map<string, number>();
  isUp = true;

  constructor(private readonly decide: (attempt: Attempt, broker: FakeBroker) => Fate | Promise<Fate>) {
    super();
  }

  get outstanding(): number {
    return [...this.out.values()].reduce((sum, count) => sum + count, 0);
  }

  /** Sequences of an order in the order of their publishing. */
  sequencesOf(orderId: string, among: readonly Attempt[] = this.confirmed): readonly number[] {
    return among.filter((one) => one.orderId === orderId).map(({ sequence }) => sequence);
  }

  override async publish(destination: Destination, { messageId, body }: BrokerMessage): Promise<void> {
    const { orderId, sequence } = JSON.parse(body.toString()) as Named;
    const attempt = { orderId, sequence, messageId, body: body.toString() };
    if ((this.out.get(orderId) ?? 0) > 0) this.overlaps.push(attempt);
    this.attempts.push(attempt);
    this.out.set(orderId, (this.out.get(orderId) ?? 0) + 1);
    const fate = await this.decide(attempt, this);
    this.out.set(orderId, (this.out.get(orderId) ?? 0) - 1);
    if (fate === 'lost') throw new BrokerUnavailable();
    if (fate !== 'confirmed')
      throw new PublishNotConfirmed('exchange' in destination ? destination.exchange : '', fate);
    this.confirmed.push(attempt);
  }

  override consume(): Promise<Consumption> {
    return Promise.reject(new Error('A relay does not consume'));
  }

  override declareExchanges(): Promise<void> {
    return Promise.resolve();
  }

  override isReachable(): boolean {
    return this.isUp;
  }

  override close(): Promise<void> {
    return Promise.resolve();
  }
}

export const confirmEverything = (): FakeBroker => new FakeBroker(() => 'confirmed');

/** Answers after up to eight milliseconds, and refuses or loses so many of a hundred. */
export const capriciousBroker = (random: () => number, { refused, lost }: { refused: number; lost: number }) =>
  new FakeBroker(async () => {
    await pause(random() % 8);
    const chance = random() % 100;
    if (chance < refused) return 'refused';
    return chance < refused + lost ? 'lost' : 'confirmed';
  });

/** The same numbers for the same seed. */
export function lehmer(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 48_271) % 2_147_483_647);
}
