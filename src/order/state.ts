import type { Caused } from './cause.js';
import type { Details } from './details.js';
import type { EarlyInput } from './input.js';

/** What is known once the checkout has come. */
type Known = {
  readonly details: Details;
  /** The checkout's conversation: commands that a timer causes carry it. */
  readonly conversationId: string | null;
  /** How often the PlaceOrder timer has fallen due. */
  readonly timeoutRetryCount: number;
  readonly basketDeleted: boolean;
};

export type OrderState =
  | { readonly status: 'None' }
  | {
      readonly status: 'Awaiting';
      readonly waiting: readonly Caused<EarlyInput>[];
      /** How often a wait has ended without a checkout: the attempt of the next wake-up. */
      readonly expiries: number;
    }
  | ({ readonly status: 'Placed' } & Known)
  | ({ readonly status: 'Completed' } & Known)
  | ({ readonly status: 'Cancelled' } & Known)
  | ({ readonly status: 'Failed' } & Known);

export type Status = OrderState['status'];
export type StateOf<S extends Status> = Extract<OrderState, { readonly status: S }>;
export type PlacedState = StateOf<'Placed'>;
export type TerminalStatus = 'Completed' | 'Cancelled' | 'Failed';

export const noOrder: StateOf<'None'> = { status: 'None' };
