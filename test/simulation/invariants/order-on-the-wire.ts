import type { Invariant } from './invariant.js';

/** The neighbours hear an order's commands for the first time in the order of their commits, without a gap. */
export const orderOnTheWire: Invariant = {
  name: 'first occurrences are in per-order order',
  check: ({ store, broker: { wire } }) => {
    const turns = new Map([...wire.heard.keys()].map((messageId, turn) => [messageId, turn]));
    return [...store.orders.values()].flatMap(({ row, messages }) => {
      const heard = messages.map(({ messageId }) => turns.get(messageId) ?? Infinity);
      const isOrdered = heard.every(
        (turn, index) => index === 0 || (heard[index - 1] ?? 0) < turn || turn === Infinity,
      );
      const gap = heard.findIndex((turn) => turn === Infinity);
      const hasGap = gap >= 0 && heard.slice(gap).some((turn) => turn !== Infinity);
      return isOrdered && !hasGap ? [] : [`order ${row.orderId}: its commands were heard at turns ${heard.join(' ')}`];
    });
  },
};
