import type { Asking } from './asking.js';
import type { Books, EffectKind } from './books.js';
import type { Dispute } from './disputes.js';
import type { Face } from './face.js';
import type { GatewayClock } from './gateway-clock.js';
import { Charge, Hold } from './holds.js';
import type { Operation } from './operation.js';
import type { Script } from './token.js';

/** What an operation would do to holds and charges, in steps, since some take days. */
export type Movement = {
  /** Null: the token is none of ours. */
  readonly script: Script | null;
  readonly amount: bigint;
  readonly currency: string;
  /** Why it can't be done as things stand; null where it can. */
  readonly fault: string | null;
  /** Reserves, so that no other operation gets the same money. */
  readonly begin: (operation: Operation) => void;
  readonly giveBack: () => void;
  /** Why it can't be finished any more. */
  readonly lateFault: () => string | null;
  /** Does it, and books it. */
  readonly finish: (operation: Operation) => void;
};

const noFault = () => null;

export class Accounts {
  private readonly holds = new Map<string, Hold>();
  private readonly charges = new Map<string, Charge>();

  constructor(
    private readonly clock: GatewayClock,
    private readonly books: Books,
    private readonly face: Face,
  ) {}

  /** Null: what it refers to doesn't exist. */
  movementOf(asking: Asking): Movement | null {
    if (asking.kind === 'authorize') return this.authorizing(asking);
    if (asking.kind === 'refund') {
      const charge = this.charges.get(asking.capture);
      return charge === undefined ? null : this.refunding(asking, charge);
    }
    const hold = this.holds.get(asking.authorization);
    if (hold === undefined) return null;
    return asking.kind === 'capture' ? this.capturing(asking, hold) : this.voiding(hold);
  }

  /** Ends a hold that nobody took in time. @returns whether there was one left to end */
  expire(authorization: Operation): boolean {
    const hold = this.holds.get(authorization.id);
    if (hold?.end !== null || authorization.status !== 'succeeded') return false;
    hold.end = 'expired';
    this.enter('expire', authorization, hold.remaining);
    return true;
  }

  /** Takes a refund back that had been done. */
  returnRefund(refund: Operation, charge: string): void {
    const found = this.charges.get(charge);
    if (found === undefined) return;
    found.refunded -= refund.amount;
    this.enter('refund_failed', refund, refund.amount);
  }

  /** What of a capture can still go back, in one way or another. */
  leftOf(capture: Operation): bigint {
    return this.charges.get(capture.id)?.left ?? 0n;
  }

  /** A bank takes back what it disputes. */
  takeBack({ capture, amount, fee }: Dispute): void {
    const charge = this.charges.get(capture.id);
    if (charge === undefined) return;
    charge.disputed += amount;
    this.books.enter({ kind: 'dispute', operation: capture, amount, fee, at: this.clock.now() });
  }

  reinstate({ capture, amount, feeReturned: fee }: Dispute): void {
    const charge = this.charges.get(capture.id);
    if (charge === undefined) return;
    charge.disputed -= amount;
    this.books.enter({ kind: 'dispute_won', operation: capture, amount, fee, at: this.clock.now() });
  }

  private authorizing({ amount, currency, method }: Extract<Asking, { kind: 'authorize' }>): Movement {
    const script = this.face.readMethod(method);
    let hold: Hold | undefined;
    return {
      script,
      amount,
      currency,
      fault: null,
      begin: (operation) => {
        hold = new Hold(operation, script ?? new Map());
        this.holds.set(operation.id, hold);
      },
      giveBack: () => undefined,
      lateFault: () => (hold?.end === 'voided' ? 'cancelled' : null),
      finish: (operation) => this.enter('authorize', operation, operation.amount),
    };
  }

  private capturing({ amount, currency, final }: Extract<Asking, { kind: 'capture' }>, hold: Hold): Movement {
    let taken = 0n;
    return {
      script: hold.script,
      amount,
      currency,
      fault: hold.captureFault(amount, currency),
      begin: (operation) => {
        taken = operation.amount;
        hold.captured += taken;
        if (final) hold.end = 'captured';
      },
      giveBack: () => {
        hold.captured -= taken;
        if (final) hold.end = null;
      },
      lateFault: noFault,
      finish: (operation) => {
        this.charges.set(operation.id, new Charge(operation, hold.script));
        this.enter('capture', operation, operation.amount);
        if (final && hold.remaining > 0n) this.enter('release', hold.operation, hold.remaining);
      },
    };
  }

  private voiding(hold: Hold): Movement {
    // A payment that still waits for its customer holds nothing.
    const held = hold.operation.status === 'succeeded' ? hold.remaining : 0n;
    return {
      script: hold.script,
      amount: held,
      currency: hold.operation.currency,
      fault: hold.voidFault(),
      begin: () => (hold.end = 'voided'),
      giveBack: () => (hold.end = null),
      lateFault: noFault,
      finish: (operation) => this.enter('void', operation, held),
    };
  }

  private refunding({ amount, currency }: Extract<Asking, { kind: 'refund' }>, charge: Charge): Movement {
    let given = 0n;
    return {
      script: charge.script,
      amount,
      currency,
      fault: charge.refundFault(amount, currency),
      begin: (operation) => {
        given = operation.amount;
        charge.refunded += given;
      },
      giveBack: () => (charge.refunded -= given),
      lateFault: noFault,
      finish: (operation) => this.enter('refund', operation, operation.amount),
    };
  }

  private enter(kind: EffectKind, operation: Operation, amount: bigint): void {
    this.books.enter({ kind, operation, amount, at: this.clock.now() });
  }
}
