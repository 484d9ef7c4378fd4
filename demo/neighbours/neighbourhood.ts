import { auditorQueues, openAuditor } from './auditor.js';
import { Basket, basketQueues } from './basket.js';
import { cloudEvents } from './cloudevents.js';
import { Deck } from './deck.js';
import type { EventName } from './fate.js';
import { fates } from './fates.js';
import type { Receiver } from './life.js';
import { Lives } from './lives.js';
import { massTransit } from './masstransit.js';
import { Notification, notificationQueues } from './notification.js';
import { Ordering, orderingQueues } from './ordering.js';
import { startPlacing } from './pace.js';
import { eventFields, type Expectation, expectationOf } from './plan.js';
import { Post } from './post.js';
import { randomFrom } from './random.js';
import type { OrderReport, Placing, Progress } from './reports.js';
import { Script } from './script.js';
import type { Transport } from './transport.js';
import { exchangeOf, type MessageFormat } from './wire.js';

export const neighbourQueues = [...basketQueues, ...orderingQueues, ...notificationQueues, ...auditorQueues];

const baseExchange = 'BookWorm.Chassis.EventBus:IntegrationEvent';
const eventNames = Object.keys(eventFields) as EventName[];

export type NeighbourhoodSettings = {
  readonly transport: Transport;
  readonly format: MessageFormat;
  readonly onFinished: (expected: Expectation) => void;
  /** An event could not be published, or a neighbour has a fault of its own: nothing that follows could be judged. */
  readonly onFailed: (error: unknown) => void;
};

/** Basket, Ordering and Notification, each on connections of its own, and the auditor. */
export class Neighbourhood {
  readonly #lives: Lives;
  readonly #posts: readonly Post[];
  readonly #basket: Basket;
  readonly #ordering: Ordering;
  readonly #notification: Notification;
  readonly #auditorsPost: Post;
  #placing: { hold(): void } | null = null;

  constructor(private readonly settings: NeighbourhoodSettings) {
    const { format, transport, onFailed, onFinished } = settings;
    const codec = format === 'masstransit' ? massTransit : cloudEvents;
    this.#lives = new Lives((orderId) => {
      const life = this.#lives.get(orderId);
      if (life !== undefined) onFinished(expectationOf(life.order));
    });
    const post = (owner: Receiver): Post => new Post(transport.connect(owner), codec, this.#lives, owner);
    const posts = { Basket: post('Basket'), Ordering: post('Ordering') };
    const notification = post('Notification');
    const script = new Script({ lives: this.#lives, posts, failed: onFailed });
    this.#auditorsPost = post('Auditor');
    this.#posts = [posts.Basket, posts.Ordering, notification, this.#auditorsPost];
    this.#basket = new Basket(posts.Basket, script, onFailed);
    this.#ordering = new Ordering(posts.Ordering, script, this.#lives);
    this.#notification = new Notification(notification, script);
  }

  async open(): Promise<void> {
    const { transport } = this.settings;
    await transport.refuseIfInUse(neighbourQueues);
    await transport.remove(neighbourQueues);
    await Promise.all(this.#posts.map((post) => post.declare(eventNames.map(exchangeOf), baseExchange)));
    await Promise.all([
      this.#basket.open(),
      this.#ordering.open(),
      this.#notification.open(),
      openAuditor(this.#auditorsPost),
    ]);
  }

  place({ orders, rate, seed, paymentMethod }: Placing): void {
    const deck = new Deck(randomFrom(seed), fates, paymentMethod);
    this.#placing = startPlacing({
      orders,
      rate,
      place: () => {
        this.#ordering.place(deck.deal(), this.#basket);
      },
      placed: () => this.#lives.placed,
      owed: () => this.#lives.owed,
    });
  }

  /** No further orders; those under way go on. */
  hold(): void {
    this.#placing?.hold();
  }

  progress(): Progress {
    this.#lives.sweep();
    const { placed, placingMs, unfinished: inFlight, received, repeats, foreign, strays, latencies } = this.#lives;
    const mails = this.#notification.sent;
    return { placed, placingMs, inFlight, received, repeats, foreign, mails, strays, latency: latencies.percentiles() };
  }

  report(orderIds: readonly string[]): readonly OrderReport[] {
    return orderIds.flatMap((orderId) => {
      const life = this.#lives.get(orderId);
      if (life === undefined) return [];
      const { receipts, sent, stepsLeft } = life;
      const mails = this.#notification.mailsAbout(orderId);
      return [
        {
          expected: expectationOf(life.order),
          sent,
          receipts,
          mails,
          deleted: this.#ordering.isDeleted(orderId),
          stepsLeft,
        },
      ];
    });
  }

  forget(orderIds: readonly string[]): void {
    for (const orderId of orderIds)
      for (const memory of [this.#lives, this.#basket, this.#ordering, this.#notification]) memory.forget(orderId);
  }

  async close(): Promise<void> {
    this.hold();
    await Promise.all(this.#posts.map((post) => post.close()));
    await this.settings.transport.remove(neighbourQueues);
  }
}
