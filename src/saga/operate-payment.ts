import { Command } from '@nestjs/cqrs';
import { z } from 'zod';
import type { OperationId, OrderId } from '../kernel/ids.js';
import type { Refusal } from '../payment/decision.js';
import type { OperatorCommand, PaymentInput } from '../payment/input.js';
import type { PaymentStatus } from '../payment/status.js';
import { orderIdRule } from './order-id-rule.js';

/** What a person can ask of a payment: an operation, or to pay with another method. */
export type PaymentCommand = OperatorCommand | Extract<PaymentInput, { readonly type: 'MethodGiven' }>;

/** Why a command wasn't done. The last three are of this door, the others of the payment's rules. */
export type CommandRefusal =
  | Refusal
  | 'OrderNotFound'
  /** The order has moved on since the version that the command was made for. */
  | 'VersionConflict'
  /** A method is only taken while a payment waits for one, or has ended without money. */
  | 'MethodNotNeeded';

/** The answer to a command: the first one, for every repetition of its key. `version` is the order's, after it. */
export type CommandAnswer =
  | {
      readonly kind: 'accepted';
      /** The operation that it started; null where it started none. */
      readonly operationId: OperationId | null;
      readonly version: number;
      readonly status: PaymentStatus;
    }
  | {
      readonly kind: 'refused';
      readonly refusal: CommandRefusal;
      readonly version: number;
      readonly status: PaymentStatus;
    };

/** The key has been used for something else. */
export class IdempotencyKeyReused extends Error {
  readonly code = 'PAYMENT.KEY_REUSED';
  readonly blame = 'caller';
  constructor() {
    super('The idempotency key has been used before, for another command');
  }
}

/** The key's command was done so long ago that its answer isn't kept any more. It isn't done again. */
export class IdempotencyKeyExpired extends Error {
  readonly code = 'PAYMENT.KEY_EXPIRED';
  constructor() {
    super("The idempotency key's command was done before, and its answer is kept no longer");
  }
}

/** Payments are switched off, so nobody could do what is asked. */
export class PaymentsOff extends Error {
  readonly code = 'PAYMENT.OFF';
  readonly blame = 'caller';
  constructor() {
    super('Payments are switched off (PAYMENTS=off)');
  }
}

/**
 * A person's command to a payment. Executed once for its key: repetitions get the first answer, while that is kept.
 * @throws IdempotencyKeyReused, IdempotencyKeyExpired, PaymentsOff
 */
export class OperatePayment extends Command<CommandAnswer> {
  static readonly rules = z.object({
    orderId: orderIdRule,
    key: z
      .string()
      .min(1, 'must not be empty')
      .max(255, 'must have at most 255 characters')
      .regex(/^[\x21-\x7e]*$/, 'must be of printable ASCII characters without spaces'),
    actor: z.string().min(1, 'must not be empty').max(200, 'must have at most 200 characters'),
  });

  constructor(
    readonly orderId: OrderId,
    readonly command: PaymentCommand,
    /** Who asks; the idempotency key; the order's version that they have seen, null for any. */
    readonly request: { readonly key: string; readonly actor: string; readonly expectedVersion: number | null },
  ) {
    super();
  }

  get key(): string {
    return this.request.key;
  }

  get actor(): string {
    return this.request.actor;
  }
}
