import type { Caused } from '../../order/cause.js';
import type { OrderEvent } from '../../order/event.js';
import { fold } from '../../order/evolve.js';
import type { OrderState } from '../../order/state.js';
import { readStoredEvent, type StoredEvent } from '../../order/stored-event.js';
import type { PaymentEvent } from '../../payment/event.js';
import { fold as foldPayment } from '../../payment/evolve.js';
import { fromPaymentEventData, isPaymentEvent } from '../../payment/record.js';
import type { PaymentState } from '../../payment/state.js';
import { compared, type Finding } from './finding.js';
import type { StoredOrder } from './stored-order.js';

/** A fact of an order or of its payment, with its version. */
export type ReadEvent =
  | { readonly of: 'order'; readonly version: number; readonly event: Caused<OrderEvent> }
  | { readonly of: 'payment'; readonly version: number; readonly event: PaymentEvent };

/** A history that can be read, and what its two parts fold to. */
export type ReadHistory = {
  readonly history: readonly ReadEvent[];
  readonly state: OrderState;
  readonly payment: PaymentState;
};

export const historyFindings = ({ version, events }: StoredOrder): readonly Finding[] =>
  compared(
    'history',
    'versions',
    events.map((event) => event.version),
    Array.from({ length: version }, (_event, index) => index + 1),
  );

/** What is no history leaves nothing to compare the rest with. */
export function readHistory({ events }: StoredOrder): ReadHistory | Finding {
  try {
    const history = events.map(readEvent);
    const own = history.flatMap((one) => (one.of === 'order' ? [one.event] : []));
    const paid = history.flatMap((one) => (one.of === 'payment' ? [one.event] : []));
    return { history, state: fold(own), payment: foldPayment(paid) };
  } catch (error) {
    const is = error instanceof Error ? error.message : 'unreadable';
    return { rule: 'history', is, shouldBe: 'events that this service has written' };
  }
}

const readEvent = (stored: StoredEvent): ReadEvent =>
  isPaymentEvent(stored.type)
    ? { of: 'payment', version: stored.version, event: fromPaymentEventData(stored.type, stored.data) }
    : { of: 'order', version: stored.version, event: readStoredEvent(stored) };
