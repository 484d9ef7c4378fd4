import type { Delivery, Subscription } from '../../../src/broker/broker.js';
import { SettledPrefix } from '../../../src/broker/settled-prefix.js';
import type { Queued, Taker } from '../servers/input-queue.js';
import type { BrokerAround } from './broker-around.js';

/** One connection's life. */
type Session = {
  readonly taker: Taker;
  readonly inHand: SettledPrefix<number>;
  isOpen: boolean;
  lastThere: number;
  lastBack: number;
  disconnect: () => void;
};

/** The way of the broker's deliveries to one process, with the rules of the real adapter: the settled prefix, no requeue. */
export class ConsumingLine {
  private session: Session | null = null;
  private isStopped = false;

  constructor(
    private readonly around: BrokerAround,
    private readonly subscription: Subscription,
    private readonly receive: (delivery: Delivery) => void,
    /** Told of each message that's acknowledged, before the broker is. */
    private readonly onAcknowledge: (queued: Queued) => void,
  ) {}

  /** Resolves when the subscription is first set up. */
  start(): Promise<void> {
    return new Promise((resolve) => this.open(resolve));
  }

  /** What is in hand can still be acknowledged; the standby takes over when nothing is. */
  stop(): void {
    this.isStopped = true;
    if (this.session?.inHand.size === 0) this.kill();
  }

  kill(): void {
    this.isStopped = true;
    const { session } = this;
    this.session = null;
    if (session !== null) this.end(session);
  }

  /** The broker has heard nothing for too long. */
  goStale(): void {
    if (this.session !== null) this.lose(this.session, 1);
  }

  private open(opened: () => void): void {
    const { time, chance, server, owner } = this.around;
    time.after(chance.between(1, 10), 'connect to consume', owner, () => {
      if (this.isStopped) return;
      if (server.isUp()) {
        this.attach();
        opened();
      } else time.after(chance.between(100, 1_500), 'reconnect to consume', owner, () => this.open(opened));
    });
  }

  private attach(): void {
    const { server } = this.around;
    const session: Session = {
      taker: {
        prefetch: this.subscription.prefetch,
        hand: (queued, redelivered) => this.hand(session, queued, redelivered),
      },
      inHand: new SettledPrefix(),
      isOpen: true,
      lastThere: 0,
      lastBack: 0,
      disconnect: () => undefined,
    };
    session.disconnect = server.connect(() => this.lose(session, 1));
    this.session = session;
    server.queue.attach(session.taker);
  }

  /** The server's side. */
  private end(session: Session): void {
    if (!session.isOpen) return;
    session.isOpen = false;
    session.disconnect();
    this.around.server.queue.detach(session.taker);
  }

  /** @param noticeMs until the process notices */
  private lose(session: Session, noticeMs: number): void {
    const { time, owner } = this.around;
    this.end(session);
    time.after(noticeMs, 'consuming connection lost', owner, () => this.reopen(session));
  }

  private reopen(session: Session): void {
    if (this.session !== session) return;
    this.session = null;
    const { time, chance, owner } = this.around;
    time.after(chance.between(100, 1_500), 'reconnect to consume', owner, () => this.open(() => undefined));
  }

  private hand(session: Session, queued: Queued, redelivered: boolean): void {
    const { time, chance, faults, owner, inCall } = this.around;
    session.lastThere = Math.max(session.lastThere, time.now + chance.between(0.1, 2));
    time.at(session.lastThere, 'delivery', owner, () => {
      if (this.session !== session || this.isStopped) return;
      if (faults.strikes('consumer connection lost at a delivery')) this.lose(session, chance.between(0.1, 500));
      inCall(5);
      session.inHand.add(queued.place);
      this.receive({
        message: queued.message,
        source: queued.source,
        redelivered,
        acknowledge: () => this.acknowledge(session, queued),
        abandon: () => this.abandon(session),
      });
    });
  }

  private abandon(session: Session): void {
    if (this.session !== session) return;
    this.end(session);
    if (this.isStopped) this.session = null;
    else this.reopen(session);
  }

  private acknowledge(session: Session, queued: Queued): void {
    if (this.session !== session) return;
    this.onAcknowledge(queued);
    session.inHand.settle(queued.place);
    const places = session.inHand.take();
    const isLast = this.isStopped && session.inHand.size === 0;
    if (places.length > 0) this.send(session, places, isLast);
  }

  private send(session: Session, places: readonly number[], isLast: boolean): void {
    const { time, chance, faults, server } = this.around;
    if (faults.strikes('acknowledgement lost with its connection')) this.lose(session, chance.between(0.1, 50));
    session.lastBack = Math.max(session.lastBack, time.now + chance.between(0.1, 2));
    time.at(session.lastBack, 'acknowledge', null, () => {
      if (session.isOpen) server.queue.settle(session.taker, places);
      if (isLast) this.end(session);
    });
  }
}
