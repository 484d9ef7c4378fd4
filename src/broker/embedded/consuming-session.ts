import type { Delivery, Subscription } from '../broker.js';
import { SettledPrefix } from '../settled-prefix.js';
import type { Session } from '../standing-session.js';
import type { Connected } from './connect.js';
import { type MessageRow, readStatement } from './read-statement.js';
import { Wake } from './wake.js';
import { wakeChannel } from './wake-channel.js';

/** A notification may be lost, with its connection or at a pooler. */
const LOOK_EVERY_MS = 1000;
const STANDBY_TRIES_EVERY_MS = 500;

const BIND = `
insert into broker_bindings (exchange, queue) select exchange, $1 from unnest($2::text[]) as exchange
on conflict do nothing`;

/** Held by the session: gone with its connection, so there is nothing that a dead consumer could leave behind. */
const TAKE_LOCK = `
select pg_try_advisory_lock(hashtextextended(current_schema() || ' ' || $1, 0)) as "isActive"`;

const LAST_HANDED_ON = `
select coalesce(max(id), 0) as id from broker_messages where queue = $1 and redelivered`;

/** One connection of a consumer; the deliveries that came over it live and die with it. */
export class ConsumingSession implements Session {
  readonly ended: Promise<Error>;
  private readonly inHand = new SettledPrefix<string>();
  private readonly wake = new Wake();
  private end: (cause: Error) => void = () => undefined;
  private cause = new Error('The consumer was stopped');
  private lastHandedOn = 0n;
  private isStopped = false;
  private isOver = false;

  static async open(
    connected: Connected,
    subscription: Subscription,
    receive: (delivery: Delivery) => void,
  ): Promise<ConsumingSession> {
    try {
      await connected.client.query(BIND, [subscription.queue, subscription.exchanges]);
      await connected.client.query(`listen ${wakeChannel(subscription.queue)}`);
      return new ConsumingSession(connected, subscription, receive);
    } catch (error) {
      await connected.close();
      throw error;
    }
  }

  private constructor(
    private readonly connected: Connected,
    private readonly subscription: Subscription,
    private readonly receive: (delivery: Delivery) => void,
  ) {
    this.ended = new Promise((resolve) => (this.end = resolve));
    void connected.lost.then((cause) => this.finish(cause));
    connected.client.on('notification', () => this.wake.ring());
    void this.run();
  }

  /** The lock is kept while deliveries are in hand: a standby would overtake them with later messages of the same orders. */
  stop(): void {
    this.isStopped = true;
    this.wake.ring();
  }

  async close(): Promise<void> {
    this.finish(new Error('We are closing'));
    await this.ended;
  }

  /** The loop deletes what is settled, and lets go of the connection and with it of the lock. */
  private finish(cause: Error): void {
    if (this.isOver) return;
    this.isOver = true;
    this.cause = cause;
    this.wake.ring();
  }

  private async run(): Promise<void> {
    try {
      await this.becomeActive();
      while (!this.isOver) {
        await this.turn();
        if (this.isStopped && this.inHand.size === 0) break;
        await this.wake.within(LOOK_EVERY_MS);
      }
      await this.turn();
    } catch (error) {
      if (!this.isOver) this.cause = error instanceof Error ? error : new Error(String(error));
    }
    this.isOver = true;
    await this.connected.close();
    this.end(this.cause);
  }

  private async becomeActive(): Promise<void> {
    const { client } = this.connected;
    const { queue } = this.subscription;
    while (!this.isOver && !this.isStopped) {
      const { rows } = await client.query<{ isActive: boolean }>(TAKE_LOCK, [queue]);
      if (rows[0]?.isActive) {
        const last = await client.query<{ id: string }>(LAST_HANDED_ON, [queue]);
        this.lastHandedOn = BigInt(last.rows[0]?.id ?? 0);
        return;
      }
      await this.wake.within(STANDBY_TRIES_EVERY_MS);
    }
  }

  private async turn(): Promise<void> {
    const settled = this.inHand.take();
    const limit = this.isStopped || this.isOver ? 0 : this.subscription.prefetch - this.inHand.size;
    if (settled.length === 0 && limit === 0) return;
    const inHand = [...settled, ...this.inHand.keys()];
    const { queue } = this.subscription;
    const { rows } = await this.connected.client.query<MessageRow>(readStatement({ queue, settled, inHand, limit }));
    for (const row of rows) this.handOn(row);
  }

  private handOn(row: MessageRow): void {
    if (this.isOver || this.isStopped) return;
    this.inHand.add(row.id);
    try {
      this.receive({
        message: { messageId: row.message_id, contentType: row.content_type, headers: row.headers, body: row.body },
        source: row.exchange,
        redelivered: BigInt(row.id) <= this.lastHandedOn,
        acknowledge: () => this.acknowledge(row.id),
        abandon: () => this.finish(new Error('A delivery was abandoned')),
      });
    } catch (cause) {
      this.finish(new Error('A delivery could not be handed on', { cause }));
    }
  }

  private acknowledge(id: string): void {
    if (this.isOver) return;
    this.inHand.settle(id);
    this.wake.ring();
  }
}
