import type { Operation } from './operation.js';
import type { Script } from './token.js';

/** What an authorization holds, until it's captured, voided or expired. */
export class Hold {
  captured = 0n;
  end: 'captured' | 'voided' | 'expired' | null = null;

  constructor(
    readonly operation: Operation,
    readonly script: Script,
  ) {}

  get remaining(): bigint {
    return this.operation.amount - this.captured;
  }

  /** Null where it can be captured. */
  captureFault(amount: bigint, currency: string): string | null {
    const ended = this.endFault();
    if (ended !== null) return ended;
    if (this.operation.status !== 'succeeded') return 'not_authorized';
    if (currency !== this.operation.currency) return 'currency_mismatch';
    return amount > this.remaining ? 'amount_too_large' : null;
  }

  voidFault(): string | null {
    const ended = this.endFault();
    if (ended !== null) return ended;
    if (this.operation.status === 'declined') return 'not_authorized';
    return this.captured > 0n ? 'already_captured' : null;
  }

  private endFault(): string | null {
    switch (this.end) {
      case null:
        return null;
      case 'captured':
        return 'already_captured';
      case 'voided':
        return 'already_voided';
      case 'expired':
        return 'authorization_expired';
    }
  }
}

/** What a capture took, and how much of it went back, or was taken back. */
export class Charge {
  refunded = 0n;
  disputed = 0n;

  constructor(
    readonly operation: Operation,
    readonly script: Script,
  ) {}

  get left(): bigint {
    return this.operation.amount - this.refunded - this.disputed;
  }

  refundFault(amount: bigint, currency: string): string | null {
    if (this.operation.status !== 'succeeded') return 'not_captured';
    if (currency !== this.operation.currency) return 'currency_mismatch';
    if (this.operation.amount === this.refunded) return 'already_refunded';
    if (amount <= this.left) return null;
    return this.disputed > 0n ? 'charge_disputed' : 'amount_too_large';
  }
}
