import type { World } from '../world.js';
import type { Invariant } from './invariant.js';

/** What still keeps the service busy. */
export function restless({ store, broker, faults }: World): readonly string[] {
  if (faults.areFelt()) return ['a fault is still felt'];
  const waits = [...store.orders.values()].filter(({ row }) => row.wakeAt !== null);
  const unsent = [...store.outbox.values()].filter(
    ({ orderId }) => store.pointersOf(orderId)[0]?.nextAttemptAt !== Infinity,
  );
  return [
    ...(broker.queue.isEmpty ? [] : ['messages are left in the queue']),
    ...waits.map(({ row }) => `order ${row.orderId} has a timer`),
    ...unsent.map(({ orderId, sequence }) => `command ${sequence} of order ${orderId} is unsent`),
  ];
}

/** The service comes to rest within minutes after the last fault: liveness. */
export const atRest: Invariant = { name: 'it comes to rest', check: restless };
