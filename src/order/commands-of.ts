import type { EventType } from './event.js';
import type { OutgoingCommandType } from './outgoing-command.js';

/** An event as far as it tells what was published: its type, and whether it made an e-mail address known. */
export type PublishingEvent = { readonly type: EventType; readonly bringsEmail: boolean };

/** A command that a history must have published, with the place of its event in it, from 0. */
export type DueCommand = { readonly command: OutgoingCommandType; readonly index: number };

type Publication = { readonly command: OutgoingCommandType; readonly when: 'always' | 'emailKnown' } | null;

// Every event by name: the compiler asks what a new one publishes.
const published: Readonly<Record<EventType, Publication>> = {
  InputDeferred: null,
  CheckoutWaitExpired: null,
  OrderPlaced: { command: 'PlaceOrder', when: 'always' },
  DetailsFilled: null,
  DetailsDisagreed: null,
  PlaceOrderRetried: { command: 'PlaceOrder', when: 'always' },
  BasketDeleted: { command: 'DeleteBasketComplete', when: 'always' },
  BasketDeletionFailed: { command: 'DeleteBasketFailed', when: 'always' },
  OrderTimedOut: { command: 'CancelOrder', when: 'emailKnown' },
  PaymentDeclined: { command: 'CancelOrder', when: 'emailKnown' },
  OrderCompleted: { command: 'CompleteOrder', when: 'emailKnown' },
  OrderCancelled: { command: 'CancelOrder', when: 'emailKnown' },
  InputIgnored: null,
};

/**
 * The commands that a history published, in order, told from its facts alone: what `decide` said at the time, without the
 * settings of that time. An address that was erased since counts as known.
 */
export function commandsOf(history: readonly PublishingEvent[]): readonly DueCommand[] {
  let isEmailKnown = false;
  return history.flatMap(({ type, bringsEmail }, index) => {
    // An early event's contact is only a claim: the checkout's comes first.
    if (type !== 'InputDeferred') isEmailKnown ||= bringsEmail;
    const publication = published[type];
    const isDue = publication !== null && (publication.when === 'always' || isEmailKnown);
    return isDue ? [{ command: publication.command, index }] : [];
  });
}
