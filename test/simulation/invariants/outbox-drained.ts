import type { OrderId } from '../../../src/kernel/ids.js';
import type { World } from '../world.js';
import type { Invariant } from './invariant.js';

/** Everything was published, but what the broker won't have and what follows it in its order. */
export const outboxDrained: Invariant = {
  name: 'the outbox is drained, or quarantined with a letter',
  check: (world) =>
    [...world.store.orders.values()].flatMap(({ row, messages }) => {
      const left = world.store.pointersOf(row.orderId);
      const [first] = left;
      const unheard = messages.filter(({ messageId }) => !world.broker.wire.heard.has(messageId));
      if (first === undefined) return unheard.map(({ messageId }) => `message ${messageId} was never heard`);
      const isHeldBack = first.nextAttemptAt === Infinity && hasLetter(world, row.orderId, first.sequence);
      return isHeldBack && left.length >= unheard.length
        ? []
        : [`order ${row.orderId}: ${left.length} commands are left`];
    }),
};

const hasLetter = ({ store }: World, orderId: OrderId, sequence: number): boolean =>
  store.letters.has(`outbound:${orderId}:${sequence}`);
