import { assertNever } from '../../kernel/assert-never.js';
import { formatMoney, type Money } from '../../kernel/money.js';
import type { CommandAnswer } from '../../saga/operate-payment.js';
import { type AmountRefusal, type PaymentRefusal, sentenceOf } from './refusals.js';

type Seen = Pick<CommandAnswer, 'version' | 'status'>;

export type Accepted = Extract<CommandAnswer, { readonly kind: 'accepted' }>;

/** What a command to a payment came to, in the words of both doors. */
export type DoorAnswer =
  | Accepted
  | ({ readonly kind: 'refused'; readonly reason: PaymentRefusal } & Seen)
  /** `max` is what would be taken now; null where there is no payment that it could be of. */
  | ({ readonly kind: 'amountRefused'; readonly reason: AmountRefusal; readonly max: Money | null } & Seen)
  | { readonly kind: 'versionConflict'; readonly expected: number; readonly actual: number }
  | { readonly kind: 'orderNotFound' }
  | { readonly kind: 'keyReused' }
  | { readonly kind: 'keyExpired' }
  | { readonly kind: 'paymentsOff' };

export type Declined = Exclude<DoorAnswer, Accepted>;

const atMost = (max: Money | null): string =>
  max === null ? '' : `; at most ${formatMoney(max)} ${max.currency} is possible`;

/** Why not, for people. */
export function messageOf(answer: Declined): string {
  switch (answer.kind) {
    case 'refused':
      return sentenceOf(answer.reason);
    case 'amountRefused':
      return sentenceOf(answer.reason) + atMost(answer.max);
    case 'versionConflict':
      return `The order is at version ${String(answer.actual)}, not ${String(answer.expected)}`;
    case 'orderNotFound':
      return 'There is no such order';
    case 'keyReused':
      return 'The idempotency key has been used before, for another command';
    case 'keyExpired':
      return "The idempotency key's command was done before, and its answer is kept no longer";
    case 'paymentsOff':
      return 'Payments are switched off';
    default:
      return assertNever(answer);
  }
}
