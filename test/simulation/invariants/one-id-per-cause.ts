import type { Invariant } from './invariant.js';

/** A cause has one command, the command one id, and the id one sequence of bytes on the wire. */
export const oneIdPerCause: Invariant = {
  name: 'one message id for each cause, and always the same bytes',
  check: ({ store, broker: { wire } }) => {
    const written = new Set<string>();
    const doubled: string[] = [];
    for (const { row, messages } of store.orders.values()) {
      const causes = messages.map(({ encoded }) => encoded.headers['causation-id']);
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
