import {
  type BrokerMessage,
  BrokerUnavailable,
  type Destination,
  PublishNotConfirmed,
} from '../../../src/broker/broker.js';
import type { Verdict } from '../servers/broker-server.js';
import type { BrokerAround } from './broker-around.js';

type Outgoing = {
  readonly message: BrokerMessage;
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
};

/** One connection's life: what was sent over it arrives, and is answered, in order, or not at all. */
class Session {
  isOpen = true;
  lastThere = 0;
  lastBack = 0;
  readonly outstanding = new Set<Outgoing>();
  disconnect: () => void = () => undefined;
}

const reopenMs = { least: 100, most: 1_500 };

/** The way of one process's messages to the broker. */
export class PublishingLine {
  private session: Session | null = null;
  private isClosed = false;

  constructor(private readonly around: BrokerAround) {
    this.open();
  }

  get isOpen(): boolean {
    return this.session !== null;
  }

  /** What was handed on and has no answer yet. */
  underWay(): readonly BrokerMessage[] {
    return [...(this.session?.outstanding ?? [])].map(({ message }) => message);
  }

  publish(destination: Destination, message: BrokerMessage): Promise<void> {
    const { session } = this;
    const { time, chance, faults, inCall } = this.around;
    if (session === null) return Promise.reject(new BrokerUnavailable());
    inCall(4);
    return new Promise((resolve, reject) => {
      const outgoing: Outgoing = { message, resolve, reject };
      session.outstanding.add(outgoing);
      const handedAt = time.now;
      if (faults.strikes('publish lost with its connection')) this.lose(session, chance.between(0.1, 50));
      if (faults.strikes('connection to the broker fell silent')) this.lose(session, chance.between(1_000, 20_000));
      session.lastThere = Math.max(session.lastThere, handedAt + chance.between(0.1, 2));
      time.at(session.lastThere, 'publish', null, () => {
        if (session.isOpen) this.arrive(session, outgoing, { destination, message, handedAt });
      });
    });
  }

  close(): void {
    this.isClosed = true;
    this.session?.disconnect();
    this.session = null;
  }

  /** The process is gone: what it has sent may arrive yet, but nothing is heard of it. */
  kill(): void {
    this.isClosed = true;
    const { session } = this;
    if (session !== null && this.around.chance.happens(0.5)) session.isOpen = false;
    session?.disconnect();
  }

  /** The broker has heard nothing for too long. */
  goStale(): void {
    if (this.session !== null) this.lose(this.session, 1);
  }

  private open(): void {
    const { time, chance, server, owner } = this.around;
    if (this.isClosed) return;
    if (!server.isUp()) {
      time.after(chance.between(reopenMs.least, reopenMs.most), 'reconnect to publish', owner, () => this.open());
      return;
    }
    const session = new Session();
    session.disconnect = server.connect(() => this.lose(session, 1));
    this.session = session;
  }

  /** @param noticeMs until the process notices */
  private lose(session: Session, noticeMs: number): void {
    if (!session.isOpen) return;
    session.isOpen = false;
    session.disconnect();
    const { time, chance, owner } = this.around;
    time.after(noticeMs, 'publishing connection lost', owner, () => {
      if (this.session === session) this.session = null;
      for (const { reject } of session.outstanding) reject(new BrokerUnavailable());
      session.outstanding.clear();
      time.after(chance.between(reopenMs.least, reopenMs.most), 'reconnect to publish', owner, () => this.open());
    });
  }

  private arrive(
    session: Session,
    outgoing: Outgoing,
    sent: { readonly destination: Destination; readonly message: BrokerMessage; readonly handedAt: number },
  ): void {
    const { chance, faults, server, time, owner } = this.around;
    const verdict = server.take(sent.destination, sent.message, { handedAt: sent.handedAt, sender: owner.name });
    if (verdict === 'closes the channel') {
      this.closeOver(session, outgoing, sent.destination);
      return;
    }
    if (faults.strikes('confirm lost with its connection')) {
      this.lose(session, chance.between(0.1, 50));
      return;
    }
    time.at(this.heardAt(session, verdict), verdict, owner, () => {
      if (!session.outstanding.delete(outgoing)) return;
      answer(outgoing, verdict, sent.destination);
    });
  }

  /** When the broker's word on a message comes: in order, but for a late one, which the later ones pass. */
  private heardAt(session: Session, verdict: Verdict): number {
    const { time, chance, faults } = this.around;
    // A queue has tried for a while before it gives a message up.
    if (verdict === 'refused') return time.now + chance.between(0.1, 1_000);
    const lateMs = chance.pick([chance.between(5, 500), chance.between(500, 20_000)]);
    if (faults.strikes('confirm late', lateMs)) return time.now + lateMs;
    session.lastBack = Math.max(session.lastBack, time.now + chance.between(0.1, 2));
    return session.lastBack;
  }

  /** The broker doesn't say which message it closed the channel over: alone, it's plain. */
  private closeOver(session: Session, outgoing: Outgoing, destination: Destination): void {
    const isAlone = session.outstanding.size === 1;
    this.lose(session, 1);
    if (!isAlone) return;
    this.around.time.after(0.5, 'channel closed', this.around.owner, () => {
      if (session.outstanding.delete(outgoing)) answer(outgoing, 'refused', destination);
    });
  }
}

function answer({ resolve, reject }: Outgoing, verdict: Verdict, destination: Destination): void {
  const name = 'queue' in destination ? destination.queue : destination.exchange;
  if (verdict === 'confirmed') resolve();
  else reject(new PublishNotConfirmed(name, verdict === 'unroutable' ? 'unroutable' : 'refused'));
}
