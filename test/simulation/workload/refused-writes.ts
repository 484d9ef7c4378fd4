import { type MessageId, ownMessagePrefixes } from '../../../src/kernel/ids.js';
import type { OrderWrite } from '../../../src/store/tables.js';
import type { World } from '../world.js';

const isTimer = (messageId: MessageId): boolean => messageId.startsWith(ownMessagePrefixes.timer);

/** What the database of a run won't have: some messages for ever, some orders' timers until the faults are over. */
export function isRefused(world: World): (write: OrderWrite) => boolean {
  const { unwritable, stuckTimers } = world.workload;
  return ({ orderId, applied }) =>
    applied.some((key) => unwritable.has(key)) ||
    (!world.isHealed && stuckTimers.has(orderId) && applied.some(isTimer));
}
