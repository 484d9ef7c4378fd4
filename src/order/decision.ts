import type { Caused } from './cause.js';
import type { OrderEvent } from './event.js';
import type { OutgoingCommand } from './outgoing-command.js';

/** The order's one wake-up: left as it is, cleared, or set to so many milliseconds from now (the database's now). */
export type Wake =
  { readonly kind: 'keep' } | { readonly kind: 'clear' } | { readonly kind: 'set'; readonly afterMs: number };

/** What an input comes to, as data: the store writes it in one transaction, nothing is done here. */
export type Decision = {
  readonly outcome: 'advanced' | 'deferred' | 'ignored';
  readonly events: readonly Caused<OrderEvent>[];
  readonly commands: readonly Caused<OutgoingCommand>[];
  readonly wake: Wake;
  /** What happens to the messages that waited for the checkout. */
  readonly waiting: 'keep' | 'applied' | 'expired';
};

export const keep: Wake = { kind: 'keep' };
export const clear: Wake = { kind: 'clear' };

/** One decision after another, of the same order, in the same transaction. */
export const andThen = (first: Decision, second: Decision): Decision => ({
  outcome: first.outcome,
  events: [...first.events, ...second.events],
  commands: [...first.commands, ...second.commands],
  wake: second.wake.kind === 'keep' ? first.wake : second.wake,
  waiting: second.waiting === 'keep' ? first.waiting : second.waiting,
});
