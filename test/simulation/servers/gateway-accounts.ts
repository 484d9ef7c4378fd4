import type { GatewayBooks } from './gateway-books.js';
import type { Asked, GatewayOperation } from './gateway-operation.js';

type Hold = {
  readonly operation: GatewayOperation;
  captured: bigint;
  end: 'captured' | 'voided' | 'expired' | null;
};
type Charge = { readonly operation: GatewayOperation; refunded: bigint; disputed: bigint };

const endFaults = {
  captured: 'already_captured',
  voided: 'already_voided',
  expired: 'authorization_expired',
} as const;

/** What is held and taken, and what can be done to it. */
export class GatewayAccounts {
  /** One without scruples does whatever it's asked, as often as it's asked. */
  hasScruples = true;
  private readonly holds = new Map<string, Hold>();
  private readonly charges = new Map<string, Charge>();

  constructor(private readonly books: GatewayBooks) {}

  /** Why it can't be done as things stand; null where it can. */
  faultOf({ kind, parent, amount }: Asked): string | null {
    if (kind === 'authorize') return null;
    if (kind === 'refund') return this.refundFault(this.charges.get(parent ?? ''), amount ?? 0n);
    const hold = this.holds.get(parent ?? '');
    if (hold === undefined) return 'no_such_payment';
    if (kind === 'void') return this.voidFault(hold);
    return this.captureFault(hold, amount ?? 0n);
  }

  /** What a void gives back; a payment that still waits for its customer holds nothing. */
  restOf(parent: string | null): bigint {
    const hold = this.holds.get(parent ?? '');
    return hold?.operation.status === 'succeeded' ? hold.operation.amount - hold.captured : 0n;
  }

  /** Reserves, so that nothing else gets the same money. */
  begin(operation: GatewayOperation): void {
    const { kind, parent, amount, id } = operation;
    if (kind === 'authorize') this.holds.set(id, { operation, captured: 0n, end: null });
    const [hold, charge] = [this.holds.get(parent ?? ''), this.charges.get(parent ?? '')];
    if (kind === 'capture' && hold !== undefined) {
      hold.captured += amount;
      hold.end = 'captured';
    }
    if (kind === 'void' && hold !== undefined) hold.end = 'voided';
    if (kind === 'refund' && charge !== undefined) charge.refunded += amount;
  }

  giveBack({ kind, parent, amount }: GatewayOperation): void {
    const [hold, charge] = [this.holds.get(parent ?? ''), this.charges.get(parent ?? '')];
    if (kind === 'capture' && hold !== undefined) {
      hold.captured -= amount;
      hold.end = null;
    }
    if (kind === 'void' && hold !== undefined) hold.end = null;
    if (kind === 'refund' && charge !== undefined) charge.refunded -= amount;
  }

  /** An authorization that was voided while it waited can't be granted any more. */
  isGone({ kind, id }: GatewayOperation): boolean {
    return kind === 'authorize' && this.holds.get(id)?.end === 'voided';
  }

  /** Does it, and books it. */
  finish(operation: GatewayOperation): void {
    const { kind, amount, parent, id } = operation;
    this.books.enter(kind, operation, amount);
    if (kind !== 'capture') return;
    this.charges.set(id, { operation, refunded: 0n, disputed: 0n });
    const hold = this.holds.get(parent ?? '');
    if (hold === undefined) return;
    const rest = hold.operation.amount - hold.captured;
    if (rest > 0n) this.books.enter('release', hold.operation, rest);
  }

  /** @returns whether there was a hold left to end */
  expire(operation: GatewayOperation): boolean {
    const hold = this.holds.get(operation.id);
    if (hold?.end !== null || operation.status !== 'succeeded') return false;
    hold.end = 'expired';
    this.books.enter('expire', operation, operation.amount);
    return true;
  }

  /** What of a capture can still be taken back. */
  leftOf({ id, amount }: GatewayOperation): bigint {
    const charge = this.charges.get(id);
    return charge === undefined ? 0n : amount - charge.refunded - charge.disputed;
  }

  dispute(capture: GatewayOperation, amount: bigint, fee: bigint): void {
    const charge = this.charges.get(capture.id);
    if (charge !== undefined) charge.disputed += amount;
    this.books.enter('dispute', capture, amount);
    this.books.enter('dispute_fee', capture, fee);
  }

  reinstate(capture: GatewayOperation, amount: bigint, feeReturned: bigint): void {
    const charge = this.charges.get(capture.id);
    if (charge !== undefined) charge.disputed -= amount;
    this.books.enter('dispute_won', capture, amount);
    this.books.enter('dispute_fee_back', capture, feeReturned);
  }

  private captureFault({ operation, end, captured }: Hold, amount: bigint): string | null {
    if (end !== null && (end !== 'captured' || this.hasScruples)) return endFaults[end];
    if (operation.status !== 'succeeded') return 'not_authorized';
    return amount > operation.amount - captured && this.hasScruples ? 'amount_too_large' : null;
  }

  private voidFault({ operation, end }: Hold): string | null {
    if (end !== null) return endFaults[end];
    return operation.status === 'declined' ? 'not_authorized' : null;
  }

  private refundFault(charge: Charge | undefined, amount: bigint): string | null {
    if (charge === undefined) return 'no_such_payment';
    const { operation, refunded, disputed } = charge;
    const left = operation.amount - refunded;
    if (amount <= left - disputed || !this.hasScruples) return null;
    if (disputed > 0n) return 'charge_disputed';
    return left === 0n ? 'already_refunded' : 'amount_too_large';
  }
}
