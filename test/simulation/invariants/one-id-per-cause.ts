import { paymentEvents } from '../../../src/contracts/payment-events.js';
import type { Invariant } from './invariant.js';

const announcements: ReadonlySet<string> = new Set(Object.values(paymentEvents).map(({ name }) => name));

/** What moves a payment is announced as well, so that a cause may have a message of either kind. */
const nameOf = (cause: string, type: string): string => (announcements.has(type) ? `${cause} ${type}` : cause);

/** A cause has one command, the command one id, and the id one sequence of bytes on the wire. */
export const oneIdPerCause: Invariant = {
  name: 'one message id for each cause, and always the same bytes',
  check: ({ store, broker: { wire } }) => {
    const written = new Set<string>();
    const doubled: string[] = [];
    for (const { row, messages } of store.orders.values()) {
      const causes = messages.map(({ encoded: { headers, type } }) => nameOf(String(headers['causation-id']), type));
      if (new Set(causes).size < causes.length) doubled.push(`order ${row.orderId}: two commands of one cause`);
      for (const { messageId } of messages) written.add(messageId);
    }
    const heard = [...wire.heard.values()];
    const invented = heard.filter(({ messageId }) => !written.has(messageId));
    return [
      ...doubled,
      ...invented.map(({ messageId }) => `message ${messageId} was heard and never written`),
      ...heard.filter(({ differed }) => differed).map(({ messageId }) => `message ${messageId} came with other bytes`),
    ];
  },
};
