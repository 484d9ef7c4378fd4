import type { Invariant } from './invariant.js';

/** No wake-up is due, and whoever waits has one: else an order would wait for ever without a reason. */
export const timersFired: Invariant = {
  name: 'timers have fired, and every order is at its end or waits with a reason',
  check: ({ store }) =>
    [...store.orders.values()].flatMap(({ row, deferred }) => {
      const isDue = row.wakeAt !== null && row.wakeAt <= store.now;
      const needsTimer = (row.status === 'Placed' && !row.basketDeleted) || deferred.length > 0;
      if (isDue) return [`order ${row.orderId}: its timer ${String(row.wakeAttempt)} never fired`];
      return needsTimer && row.wakeAt === null ? [`order ${row.orderId}: ${row.status} without a timer`] : [];
    }),
};
