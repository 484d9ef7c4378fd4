import type { Refusal } from './decision.js';
import type { IgnoredReason, PaymentEvent } from './event.js';

/** What a rule says to an input. What follows from its facts is told by `pursue` and `effects`. */
export type Answer =
  | { readonly kind: 'facts'; readonly events: readonly PaymentEvent[] }
  | { readonly kind: 'ignored'; readonly reason: IgnoredReason }
  | { readonly kind: 'refused'; readonly refusal: Refusal };

export const facts = (...events: readonly PaymentEvent[]): Answer => ({ kind: 'facts', events });
export const ignored = (reason: IgnoredReason): Answer => ({ kind: 'ignored', reason });
export const refused = (refusal: Refusal): Answer => ({ kind: 'refused', refusal });
