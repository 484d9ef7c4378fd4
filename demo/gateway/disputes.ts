import type { Operation } from './operation.js';

export type DisputeStatus =
  /** The bank only asks: no money has moved. */
  'inquiry' | 'open' | 'won' | 'lost';
export type DisputeOutcome = Extract<DisputeStatus, 'won' | 'lost'>;

/** A customer's bank wants a capture back. Amounts are minor units. */
export type Dispute = {
  readonly id: string;
  readonly capture: Operation;
  readonly madeAt: Date;
  readonly amount: bigint;
  /** What the gateway takes for itself with it. */
  readonly fee: bigint;
  status: DisputeStatus;
  /** What of it is given back when it's won. */
  feeReturned: bigint;
};

/** Every dispute that was opened. */
export class Disputes {
  private readonly byId = new Map<string, Dispute>();

  add(dispute: Dispute): void {
    this.byId.set(dispute.id, dispute);
  }

  find(id: string): Dispute | null {
    return this.byId.get(id) ?? null;
  }

  ofCapture(reference: string): Dispute | null {
    return [...this.byId.values()].find(({ capture }) => capture.id === reference) ?? null;
  }
}

/** A dispute on the wire. */
export const describeDispute = (dispute: Dispute) => ({
  id: dispute.id,
  capture: dispute.capture.id,
  status: dispute.status,
  amount: dispute.amount.toString(),
  fee: dispute.fee.toString(),
  fee_returned: dispute.feeReturned.toString(),
  currency: dispute.capture.currency,
});
