import type { Letter } from '../store/rows.js';
import type { World } from '../world.js';
import type { Invariant } from './invariant.js';

/** In the dead letters is only what belongs there. */
export const lettersDeserved: Invariant = {
  name: 'only what can not be read, written, waited for or published is a dead letter',
  check: (world) =>
    [...world.store.letters.values()]
      .filter((letter) => !isDeserved(world, letter))
      .map(({ reason, messageId }) => `${reason}: message ${String(messageId)} did nothing to deserve it`),
};

function isDeserved({ workload, broker }: World, { reason, direction, messageId }: Letter): boolean {
  if (direction === 'outbound') return broker.isUnwanted(messageId ?? '') || reason === 'PublishFailed';
  if (reason === 'CheckoutWaitExpired') return true;
  if (workload.nonsense.some((message) => message.messageId === messageId)) return reason !== 'HandlerFailed';
  const sent = [...workload.sent.values()].find(({ message }) => message.messageId === messageId);
  return reason === 'HandlerFailed' && sent !== undefined && workload.unwritable.has(sent.key);
}
