import { type OrderId } from '../../../src/kernel/ids.js';
import type { World } from '../world.js';
import type { Invariant } from './invariant.js';

/** What a neighbour has sent is in its order's history, or in the dead letters. */
export const nothingLost: Invariant = {
  name: 'nothing is lost',
  check: (world) => {
    const buried = new Set([...world.store.letters.values()].map(({ messageId }) => messageId));
    const lostEvents = [...world.workload.sent.values()]
      .filter(
        ({ orderId, key, message }) => !isApplied(world, orderId, key) && !isBuried(buried, key, message.messageId),
      )
      .map(({ input, key, orderId }) => `${input} ${key} of order ${orderId} is neither applied nor buried`);
    const lostNonsense = world.workload.nonsense
      .filter(({ messageId }) => !buried.has(messageId))
      .map(({ messageId }) => `unreadable message ${String(messageId)} is not buried`);
    return [...lostEvents, ...lostNonsense];
  },
};

const isApplied = ({ store }: World, orderId: string, key: string): boolean =>
  store.orders.get(orderId as OrderId)?.events.some(({ cause }) => cause.messageId === key) === true;

// A letter of one that could be read carries the inbox's name if it waited, else the transport's.
const isBuried = (buried: ReadonlySet<string | null>, key: string, messageId: string | null): boolean =>
  buried.has(key) || buried.has(messageId);
