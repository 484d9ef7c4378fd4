import type { PaymentsWorld } from '../payments-world.js';
import type { MemoryStore } from '../store/memory-store.js';
import type { World } from '../world.js';
import type { Invariant } from './invariant.js';

/** What still keeps the service busy. */
export function restless({ store, broker, faults, payments }: World): readonly string[] {
  if (faults.areFelt()) return ['a fault is still felt'];
  const waits = [...store.orders.values()].filter(({ row }) => row.wakeAt !== null);
  const unsent = [...store.outbox.values()].filter(
    ({ orderId }) => store.pointersOf(orderId)[0]?.nextAttemptAt !== Infinity,
  );
  return [
    ...(broker.queue.isEmpty ? [] : ['messages are left in the queue']),
    ...waits.map(({ row }) => `order ${row.orderId} has a timer`),
    ...(payments === null ? [] : restlessPayments(store, payments)),
    ...unsent.map(({ orderId, sequence }) => `command ${sequence} of order ${orderId} is unsent`),
  ];
}

// A hold for days may be left at rest; all other deadlines of a payment are shorter by far.
const horizonMs = 3_600_000;

function restlessPayments({ money, now }: MemoryStore, { gateway, webhooks, desk }: PaymentsWorld): readonly string[] {
  const waits = [...money.payments.values()].filter(({ wake }) => wake !== null && wake.at < now + horizonMs);
  return [
    ...(gateway.underWay > 0 ? ['the gateway is at work'] : []),
    ...(webhooks.outstanding > 0 ? ['webhooks are on their way'] : []),
    ...(desk.outstanding > 0 ? ['people wait for answers'] : []),
    ...waits.map(({ orderId, status }) => `the payment of order ${orderId}, ${status}, has a deadline`),
    ...[...money.tasks.values()].map(({ orderId, task }) => `order ${orderId} has a gateway task: ${task}`),
  ];
}

/** The service comes to rest within minutes after the last fault: liveness. */
export const atRest: Invariant = { name: 'it comes to rest', check: restless };
