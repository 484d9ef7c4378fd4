import pg from 'pg';
import { BrokerUnavailable, PublishNotConfirmed } from '../broker.js';
import type { Session } from '../standing-session.js';
import type { Connected } from './connect.js';
import { nameOf, type Outgoing } from './outgoing.js';
import { isOwnFault } from './own-fault.js';
import { publishStatement, type Routed } from './publish-statement.js';
import { wakeChannel } from './wake-channel.js';

const BATCH_AT_MOST = 500;
const BATCH_BYTES_AT_MOST = 8 * 1024 * 1024;

/** One connection of the publisher: writes whatever is waiting when it's free, in one statement. */
export class PublishingSession implements Session {
  readonly ended: Promise<Error>;
  private readonly waiting: Outgoing[] = [];
  private isWriting = false;
  private isOver = false;

  constructor(private readonly connected: Connected) {
    this.ended = connected.lost;
    void this.ended.then((cause) => this.onEnd(cause));
  }

  publish(outgoing: Outgoing): void {
    if (this.isOver) {
      outgoing.reject(new BrokerUnavailable());
      return;
    }
    this.waiting.push(outgoing);
    if (this.isWriting) return;
    this.isWriting = true;
    // After the caller's turn, so that a burst goes out as one batch from its first message on.
    queueMicrotask(() => void this.writeAll());
  }

  async close(): Promise<void> {
    this.onEnd(new Error('We are closing'));
    await this.connected.close();
  }

  private onEnd(cause: Error): void {
    this.isOver = true;
    for (const outgoing of this.waiting.splice(0)) outgoing.reject(new BrokerUnavailable({ cause }));
  }

  private async writeAll(): Promise<void> {
    while (this.waiting.length > 0) await this.write(this.waiting.splice(0, this.batchSize()));
    this.isWriting = false;
  }

  private batchSize(): number {
    let bytes = 0;
    let size = 0;
    for (const { message } of this.waiting) {
      bytes += message.body.length;
      if (size === BATCH_AT_MOST || (size > 0 && bytes > BATCH_BYTES_AT_MOST)) break;
      size++;
    }
    return size;
  }

  private async write(batch: readonly Outgoing[]): Promise<void> {
    try {
      const { rows } = await this.connected.client.query<Routed>(publishStatement(batch));
      this.settle(batch, rows);
      await this.wake(new Set(rows.map(({ target }) => target)));
    } catch (cause) {
      await this.onFailure(batch, cause);
    }
  }

  private settle(batch: readonly Outgoing[], rows: readonly Routed[]): void {
    const stored = new Set(rows.map(({ position }) => position));
    batch.forEach((outgoing, index) => {
      if (stored.has(index + 1) || mayGoUnheard(outgoing)) outgoing.resolve();
      else outgoing.reject(new PublishNotConfirmed(nameOf(outgoing.destination), 'unroutable'));
    });
  }

  /** In a transaction of its own: NOTIFY takes a lock at commit that all notifiers share, and the batch's commit waits for the disk. */
  private async wake(queues: ReadonlySet<string>): Promise<void> {
    if (queues.size === 0) return;
    await this.connected.client
      .query("select pg_notify(channel, '') from unnest($1::text[]) as channel", [[...queues].map(wakeChannel)])
      // Only a hint: the consumers look for themselves every second.
      .catch(() => undefined);
  }

  private async onFailure(batch: readonly Outgoing[], cause: unknown): Promise<void> {
    const [only, ...others] = batch;
    if (!isOwnFault(cause)) {
      // An answer that didn't come may still come, as that to the next statement.
      if (!(cause instanceof pg.DatabaseError)) void this.close();
      for (const outgoing of batch) outgoing.reject(new BrokerUnavailable({ cause }));
    } else if (only !== undefined && others.length === 0) {
      only.reject(new PublishNotConfirmed(nameOf(only.destination), 'refused', { cause }));
    } else {
      // One of them is at fault: one by one, in order, until it stands alone.
      for (const outgoing of batch) await this.write([outgoing]);
    }
  }
}

const mayGoUnheard = ({ destination }: Outgoing): boolean =>
  'exchange' in destination && destination.mayGoUnheard === true;
