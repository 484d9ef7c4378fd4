import type { Accounts } from './accounts.js';
import { type Dispute, type DisputeOutcome, type Disputes } from './disputes.js';
import type { Face } from './face.js';
import type { GatewayClock } from './gateway-clock.js';
import type { Operation } from './operation.js';
import type { FateName } from './token.js';
import type { Sent, Webhooks } from './webhooks.js';

const day = 24 * 3_600_000;

/** After its capture, and after its opening. */
export const disputeAfterMs = 5 * day;
export const disputeDecidedAfterMs = 10 * day;

// Whoever wins gets it back.
const fee = 1_500n;

/** What a token has in store for a capture, once its time has come. */
type Plan = { readonly outcome: DisputeOutcome | null; readonly order: 'usual' | 'decision first' };
const plans: Partial<Readonly<Record<FateName, Plan>>> = {
  disputed: { outcome: null, order: 'usual' },
  dispute_won: { outcome: 'won', order: 'usual' },
  dispute_lost: { outcome: 'lost', order: 'usual' },
  dispute_out_of_order: { outcome: 'won', order: 'decision first' },
};

export type DisputeDeskParts = {
  readonly clock: GatewayClock;
  readonly accounts: Accounts;
  readonly disputes: Disputes;
  readonly webhooks: Webhooks;
  readonly face: Face;
};

/** Opens disputes and decides them: as a method's token has it, or as it's told to. */
export class DisputeDesk {
  constructor(private readonly parts: DisputeDeskParts) {}

  /** Has happen what the token of this capture has in store. */
  foresee(capture: Operation, fate: FateName): void {
    const { clock } = this.parts;
    if (fate === 'inquired') clock.after(disputeAfterMs, () => this.inquire(capture));
    const plan = plans[fate];
    if (plan === undefined) return;
    clock.after(disputeAfterMs, () => {
      const dispute = this.take(capture, null);
      if (dispute === null) return;
      const opening = plan.order === 'usual' ? this.tell(dispute) : null;
      const told = opening === null ? this.eventsOf(dispute) : [];
      const { outcome } = plan;
      if (outcome !== null)
        clock.after(disputeDecidedAfterMs, () => {
          const decision = this.settle(dispute, outcome);
          void decision.delivered.then(() => this.parts.webhooks.send(told));
        });
    });
  }

  /** @param amount null: all that is left of it. @returns null where nothing is left, or it's disputed already */
  open(capture: Operation, amount: bigint | null): Dispute | null {
    const dispute = this.take(capture, amount);
    if (dispute !== null) this.tell(dispute);
    return dispute;
  }

  /** @returns whether it was still to be decided */
  decide(dispute: Dispute, outcome: DisputeOutcome): boolean {
    if (dispute.status !== 'open') return false;
    this.settle(dispute, outcome);
    return true;
  }

  private inquire(capture: Operation): void {
    const dispute = this.newDispute(capture, capture.amount, 0n);
    dispute.status = 'inquiry';
    this.parts.disputes.add(dispute);
    this.tell(dispute);
  }

  private take(capture: Operation, wanted: bigint | null): Dispute | null {
    const { accounts, disputes } = this.parts;
    const left = accounts.leftOf(capture);
    const amount = wanted ?? left;
    if (disputes.ofCapture(capture.id) !== null || amount <= 0n || amount > left) return null;
    const dispute = this.newDispute(capture, amount, fee);
    disputes.add(dispute);
    accounts.takeBack(dispute);
    return dispute;
  }

  private newDispute(capture: Operation, amount: bigint, taken: bigint): Dispute {
    const { clock, face } = this.parts;
    return {
      id: face.nameDispute(),
      ...{ capture, amount, fee: taken, madeAt: clock.now() },
      ...{ status: 'open', feeReturned: 0n },
    };
  }

  private settle(dispute: Dispute, outcome: DisputeOutcome): Sent {
    dispute.status = outcome;
    if (outcome === 'won') {
      dispute.feeReturned = dispute.fee;
      this.parts.accounts.reinstate(dispute);
    }
    return this.tell(dispute);
  }

  private tell(dispute: Dispute): Sent {
    return this.parts.webhooks.send(this.eventsOf(dispute));
  }

  private eventsOf(dispute: Dispute) {
    return this.parts.face.disputeEventsOf(dispute, this.parts.clock.now());
  }
}
