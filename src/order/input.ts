import type { Details } from './details.js';

/** The five integration events, each with what it claims about the order. */
export type IntegrationInput =
  /** `paymentMethod` is a gateway's token; where none is named, it may be given later. */
  | { readonly type: 'UserCheckedOut'; readonly claim: Details; readonly paymentMethod?: string }
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

/** Of our own: the payment has been declined for good. Never there with payments off. */
export type PaymentVerdict = { readonly type: 'PaymentDeclined' };

export type OrderInput = IntegrationInput | WakeUp | PaymentVerdict;
export type InputType = OrderInput['type'];
