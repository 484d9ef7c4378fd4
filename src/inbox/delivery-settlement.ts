import type { Delivery } from '../broker/broker.js';
import type { DecodeFault, IntegrationEvent } from '../contracts/codec.js';
import { WriterClosed } from '../saga/order-writer.js';
import type { Settlement } from '../saga/settlement.js';
import type { Burial } from './burial.js';
import type { InboundReason } from '../saga/dead-letters.js';

// Our own errors: a module and a name. Their sentences hold ids, never what is personal.
const ownCode = /^[A-Z]+\.[A-Z_]+$/;

/** Another's error is named without its text: a database's or a library's message may quote what is personal. */
function describe(error: unknown): string {
  if (!(error instanceof Error)) return 'An exception that is no error was thrown';
  if (!('code' in error) || typeof error.code !== 'string') return error.name;
  return ownCode.test(error.code) ? `${error.code}: ${error.message}` : `${error.name} (${error.code})`;
}

/** Acknowledges a delivery after the commit, or after its burial; gives it up to the broker only when we shut down. */
export class DeliverySettlement implements Settlement {
  readonly settled: Promise<void>;
  private settle: () => void = () => undefined;
  private done = false;
  private event: IntegrationEvent | null = null;

  constructor(
    private readonly delivery: Delivery,
    private readonly burial: Burial,
  ) {
    this.settled = new Promise((resolve) => {
      this.settle = resolve;
    });
  }

  concerns(event: IntegrationEvent): void {
    this.event = event;
  }

  committed(): void {
    if (this.done) return;
    this.done = true;
    this.delivery.acknowledge();
    this.settle();
  }

  failed(error: unknown): void {
    if (error instanceof WriterClosed) {
      if (this.done) return;
      this.done = true;
      this.delivery.abandon();
      this.settle();
      return;
    }
    this.bury('HandlerFailed', describe(error), this.event?.type ?? null);
  }

  unreadable({ reason, detail, type }: DecodeFault): void {
    this.bury(reason, detail, type);
  }

  private bury(reason: InboundReason, detail: string, type: string | null): void {
    if (this.done) return;
    this.done = true;
    const { message, source } = this.delivery;
    const letter = { reason, detail, type, orderId: this.event?.orderId ?? null, source, message };
    void this.burial.bury(letter).then((buried) => {
      if (buried) this.delivery.acknowledge();
      else this.delivery.abandon();
      this.settle();
    });
  }
}
