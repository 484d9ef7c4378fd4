import type { Money } from '../kernel/money.js';
import type { Details } from './details.js';

export type OutgoingCommandType =
  'PlaceOrder' | 'DeleteBasketComplete' | 'DeleteBasketFailed' | 'CompleteOrder' | 'CancelOrder';

/** A command to the neighbours, with all that is known of the order; its contract picks the fields that go on the wire. */
export type OutgoingCommand = {
  readonly type: OutgoingCommandType;
  readonly details: Omit<Details, 'total'> & { readonly total: Money };
};
