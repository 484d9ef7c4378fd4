import type { ChannelModel } from 'amqplib';
import { BrokerUnavailable, type BrokerMessage, type Destination, PublishNotConfirmed } from '../broker.js';
import type { Session } from '../standing-session.js';
import { ConfirmChannel } from './confirm-channel.js';
import type { Connected } from './connect.js';
import { type Outgoing, outgoing } from './outgoing.js';
import { Suspects } from './suspects.js';
import type { Topology } from './topology.js';

/** One connection of the publisher. What it holds when it ends is rejected: there is no queue behind the callers' backs. */
export class PublishingSession implements Session {
  readonly ended: Promise<Error>;
  private readonly connection: ChannelModel;
  private readonly waiting: Outgoing[] = [];
  private readonly copyQueues = new Map<string, Promise<void>>();
  private readonly suspects = new Suspects();
  private channel: ConfirmChannel | null = null;
  /** The broker has a memory or disk alarm and reads nothing more from us. */
  private isBlocked = false;
  /** A suspect is out, and alone. */
  private isAlone = false;

  static async open(connected: Connected, topology: Topology): Promise<PublishingSession> {
    const session = new PublishingSession(connected, topology);
    await session.openChannel();
    return session;
  }

  private constructor(
    private readonly connected: Connected,
    private readonly topology: Topology,
  ) {
    this.connection = connected.model;
    this.ended = connected.lost;
    this.connection.on('blocked', (reason: string) => {
      this.isBlocked = true;
      this.rejectWaiting(new Error(`The broker accepts no messages: ${reason}`));
    });
    this.connection.on('unblocked', () => (this.isBlocked = false));
  }

  get isReady(): boolean {
    return this.channel !== null && !this.isBlocked;
  }

  publish(destination: Destination, message: BrokerMessage): Promise<void> {
    if ('exchange' in destination) return this.enqueue(destination, message);
    // Every message to a queue takes this turn, even to a declared one, or a later call could overtake an earlier one.
    const declared = this.isReady ? this.declared(destination.queue) : Promise.resolve();
    return declared.then(() => this.enqueue(destination, message));
  }

  private enqueue(destination: Destination, message: BrokerMessage): Promise<void> {
    if (!this.isReady) return Promise.reject(new BrokerUnavailable());
    return new Promise((resolve, reject) => {
      this.waiting.push(outgoing(destination, message, { resolve, reject }));
      this.pump();
    });
  }

  declareExchanges(exchanges: readonly string[], base: string): Promise<void> {
    return this.topology.publishTo(this.connection, exchanges, base);
  }

  async close(): Promise<void> {
    this.rejectWaiting(new Error('We are closing'));
    await this.connected.close();
  }

  private async openChannel(): Promise<void> {
    this.channel = await ConfirmChannel.open(this.connection, {
      settled: (settled, fault) => this.onSettled(settled, fault),
      progressed: () => this.pump(),
      closed: (refusal, orphans) => this.onChannelClosed(refusal, orphans),
    });
  }

  private pump(): void {
    while (this.channel?.hasRoom && !this.isAlone) {
      const [next] = this.waiting;
      if (next === undefined) return;
      const isSuspect = this.suspects.has(next);
      if (isSuspect && !this.channel.isIdle) return;
      this.isAlone = isSuspect;
      this.waiting.shift();
      this.channel.send(next);
    }
  }

  private onSettled(settled: Outgoing, fault: PublishNotConfirmed | null): void {
    this.suspects.clear(settled);
    this.isAlone = false;
    if (fault === null) {
      settled.resolve();
      return;
    }
    // A queue that was declared and yet isn't found was deleted since: the next message declares it again.
    if (settled.exchange === '') this.copyQueues.delete(settled.routingKey);
    settled.reject(fault);
  }

  private onChannelClosed(refusal: Error | null, orphans: readonly Outgoing[]): void {
    this.channel = null;
    this.isAlone = false;
    const [only, ...others] = orphans;
    const cause = refusal ?? new Error('The connection to the broker is gone');
    if (refusal !== null && only !== undefined && others.length === 0) {
      this.suspects.clear(only);
      only.reject(new PublishNotConfirmed(only.destination, 'refused', { cause }));
    } else {
      if (refusal !== null) this.suspects.add(orphans);
      for (const orphan of orphans) orphan.reject(new BrokerUnavailable({ cause }));
    }
    // Not sent, but their callers may well have sent an orphan before them.
    this.rejectWaiting(cause);
    if (refusal !== null) this.openChannel().catch(() => this.close());
  }

  private rejectWaiting(cause: Error): void {
    for (const waiting of this.waiting.splice(0)) waiting.reject(new BrokerUnavailable({ cause }));
  }

  /** Resolves when the queue is there; it's declared by the first message to it. */
  private declared(queue: string): Promise<void> {
    const known = this.copyQueues.get(queue);
    if (known !== undefined) return known;
    const declaring = this.topology.copies(this.connection, queue).catch((cause: unknown) => {
      this.copyQueues.delete(queue);
      throw new BrokerUnavailable({ cause });
    });
    this.copyQueues.set(queue, declaring);
    return declaring;
  }
}
