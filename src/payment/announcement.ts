import type { Money } from '../kernel/money.js';
import type { DeclineCode } from './outcome.js';

/** What the payment tells the world: integration events of our own, one for each movement of money. */
export type Announcement =
  | {
      readonly type: 'PaymentAuthorized' | 'PaymentCaptured' | 'PaymentSettled' | 'PaymentVoided' | 'PaymentRefunded';
      readonly amount: Money;
    }
  | { readonly type: 'PaymentDeclined'; readonly amount: Money; readonly code: DeclineCode };
