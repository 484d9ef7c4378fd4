import type { Details } from './details.js';

/** The five integration events, each with what it claims about the order. */
export type IntegrationInput =
  | { readonly type: 'UserCheckedOut'; readonly claim: Details }
  | { readonly type: 'BasketDeleted'; readonly claim: Details }
  | { readonly type: 'BasketDeletedFailed'; readonly claim: Details }
  | { readonly type: 'OrderCompleted'; readonly claim: Details }
  | { readonly type: 'OrderCancelled'; readonly claim: Details };

/** What can overtake the checkout. */
export type EarlyInput = Exclude<IntegrationInput, { readonly type: 'UserCheckedOut' }>;

/** A wake-up of our own, with the attempt it was set for: an older attempt's is stale. */
export type WakeUp =
  | { readonly type: 'TimeoutElapsed'; readonly attempt: number }
  | { readonly type: 'CheckoutWaitElapsed'; readonly attempt: number };

export type OrderInput = IntegrationInput | WakeUp;
export type InputType = OrderInput['type'];
