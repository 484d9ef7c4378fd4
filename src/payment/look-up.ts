import type { GatewayReference } from './operation.js';
import type { Effect, Outcome } from './outcome.js';

type Pending = Extract<Outcome, { readonly kind: 'pending' }>;
type Declined = Extract<Outcome, { readonly kind: 'declined' }>;

/** What the gateway's books say of the object that an operation made, or was meant for. */
export type Snapshot =
  | { readonly state: 'authorized' | 'captured' | 'refunded'; readonly effect: Effect }
  | { readonly state: 'voided' | 'expired'; readonly reference: GatewayReference }
  | { readonly state: 'pending'; readonly outcome: Pending }
  | { readonly state: 'declined'; readonly outcome: Declined };

/** What a look-up came to. `unreachable`: nobody answered, so it says nothing. */
export type LookUp =
  | { readonly kind: 'found'; readonly snapshot: Snapshot }
  | { readonly kind: 'not_found' }
  | { readonly kind: 'unreachable' };
