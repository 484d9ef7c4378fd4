import type { Caused } from '../../order/cause.js';
import type { OrderEvent } from '../../order/event.js';
import { fold } from '../../order/evolve.js';
import type { OrderState } from '../../order/state.js';
import { readStoredEvent } from '../../order/stored-event.js';
import { compared, type Finding } from './finding.js';
import type { StoredOrder } from './stored-order.js';

/** A history that can be read, and what it folds to. */
export type ReadHistory = { readonly history: readonly Caused<OrderEvent>[]; readonly state: OrderState };

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
    const history = events.map(readStoredEvent);
    return { history, state: fold(history) };
  } catch (error) {
    const is = error instanceof Error ? error.message : 'unreadable';
    return { rule: 'history', is, shouldBe: 'events that this service has written' };
  }
}
