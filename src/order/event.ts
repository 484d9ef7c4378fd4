import type { DetailField, Details } from './details.js';
import type { EarlyInput, InputType } from './input.js';

/** Why an input changed nothing. */
export type IgnoredReason =
  | 'AlreadyPlaced'
  | 'BasketAlreadyDeleted'
  | 'AlreadyCompleted'
  | 'AlreadyCancelled'
  | 'AlreadyFailed'
  | 'NotPlaced'
  | 'StaleTimer';

/** The facts of an order's life. Names and e-mail addresses are split off by the store into their erasable table. */
export type OrderEvent =
  | { readonly type: 'InputDeferred'; readonly input: EarlyInput }
  | { readonly type: 'CheckoutWaitExpired'; readonly attempt: number }
  | { readonly type: 'OrderPlaced'; readonly details: Details }
  | { readonly type: 'DetailsFilled'; readonly filled: Partial<Details> }
  | {
      readonly type: 'DetailsDisagreed';
      readonly fields: readonly DetailField[];
      readonly claim: Pick<Details, 'basketId' | 'total'>;
    }
  | { readonly type: 'PlaceOrderRetried'; readonly attempt: number }
  | { readonly type: 'BasketDeleted' }
  | { readonly type: 'BasketDeletionFailed' }
  | { readonly type: 'OrderTimedOut'; readonly attempt: number }
  | { readonly type: 'PaymentDeclined' }
  | { readonly type: 'OrderCompleted' }
  | { readonly type: 'OrderCancelled' }
  | { readonly type: 'InputIgnored'; readonly input: InputType; readonly reason: IgnoredReason };

export type EventType = OrderEvent['type'];
