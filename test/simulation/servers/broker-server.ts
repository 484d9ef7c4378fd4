import type { BrokerMessage, Destination } from '../../../src/broker/broker.js';
import type { Scheduler } from '../engine/scheduler.js';
import type { Faults } from '../faults/faults.js';
import { InputQueue } from './input-queue.js';
import { Wire } from './wire.js';

export type Verdict = 'confirmed' | 'unroutable' | 'refused' | 'closes the channel';

export type Sending = { readonly handedAt: number; readonly sender: string };

/** The message broker: the queue that we consume, the exchanges that we publish to, and what it has against a message. */
export class BrokerServer {
  readonly queue = new InputQueue();
  readonly wire = new Wire();
  private upFrom = 0;
  private unroutable: string | null = null;
  private readonly unwanted = new Map<string, Verdict>();
  private readonly connections = new Set<() => void>();

  constructor(
    private readonly time: Scheduler,
    private readonly faults: Faults,
  ) {}

  isUp(): boolean {
    return this.time.now >= this.upFrom;
  }

  /** @param lose called when the server drops the connection @returns how to say that it's gone */
  connect(lose: () => void): () => void {
    this.connections.add(lose);
    return () => this.connections.delete(lose);
  }

  restart(downMs: number): void {
    this.upFrom = Math.max(this.upFrom, this.time.now + downMs);
    for (const lose of [...this.connections]) lose();
  }

  /** No queue is bound to the exchange for a while. */
  unbind(exchange: string, ms: number): void {
    this.unroutable = exchange;
    this.time.after(ms, 'the queue is bound', null, () => {
      this.unroutable = null;
    });
  }

  bindAll(): void {
    this.unroutable = null;
  }

  isUnwanted(messageId: string): boolean {
    return this.unwanted.has(messageId);
  }

  take(destination: Destination, message: BrokerMessage, sending: Sending): Verdict {
    if ('queue' in destination) return 'confirmed';
    const { exchange } = destination;
    if (exchange === this.unroutable) return 'unroutable';
    const verdict = this.unwanted.get(message.messageId ?? '') ?? this.judge(message.messageId ?? '');
    // Each time that it's tried, others lose their confirms.
    if (verdict === 'closes the channel') this.faults.count('channel closed over a message');
    if (verdict !== 'confirmed') return verdict;
    this.wire.record(exchange, message, { ...sending, at: this.time.now });
    return 'confirmed';
  }

  /** A message's first publish settles whether the broker will ever have it. */
  private judge(messageId: string): Verdict {
    if (this.faults.strikes('publish refused once')) return 'refused';
    if (this.wire.heard.has(messageId)) return 'confirmed';
    if (this.faults.strikes('message that the broker refuses for ever')) return this.condemn(messageId, 'refused');
    if (this.faults.strikes('message that closes the channel')) return this.condemn(messageId, 'closes the channel');
    return 'confirmed';
  }

  private condemn(messageId: string, verdict: Verdict): Verdict {
    this.unwanted.set(messageId, verdict);
    return verdict;
  }
}
