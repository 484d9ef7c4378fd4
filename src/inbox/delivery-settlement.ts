import type { Delivery } from '../broker/broker.js';
import type { DecodeFault, IntegrationEvent } from '../contracts/codec.js';
import { WriterClosed } from '../saga/order-writer.js';
import type { Settlement } from '../saga/settlement.js';
import type { Burial } from './burial.js';
import type { InboundReason } from '../saga/dead-letter-reason.js';
import { describeFault } from './describe-fault.js';

/** Acknowledges a delivery after the commit, or after its burial; gives it up to the broker only when we shut down. */
export class DeliverySettlement implements Settlement {
  private done = false;
  private event: IntegrationEvent | null = null;

  /** @param settled called once, when the delivery is out of our hands */
  constructor(
    private readonly delivery: Delivery,
    private readonly burial: Burial,
    private readonly settled: () => void,
  ) {}

  concerns(event: IntegrationEvent): void {
    this.event = event;
  }

  committed(): void {
    if (this.done) return;
    this.done = true;
    this.delivery.acknowledge();
    this.settled();
  }

  failed(error: unknown): void {
    if (error instanceof WriterClosed) {
      if (this.done) return;
      this.done = true;
      this.delivery.abandon();
      this.settled();
      return;
    }
    this.bury('HandlerFailed', describeFault(error), this.event?.type ?? null);
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
      this.settled();
    });
  }
}
